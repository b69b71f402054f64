package dev.adyton.host.api;

import static dev.adyton.host.api.EnclaveState.ABORTED;
import static dev.adyton.host.api.EnclaveState.FINALIZED;
import static dev.adyton.host.api.EnclaveState.FINALIZING;
import static dev.adyton.host.api.EnclaveState.INITIALIZING;
import static dev.adyton.host.api.EnclaveState.RUNNING;
import static dev.adyton.host.api.EnclaveState.UNINITIALIZED;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EnclaveLifeTest {
    private final EnclaveLife life = new EnclaveLife("a");

    @Test
    void only_a_running_enclave_lets_calls_in() {
        assertRefused(UNINITIALIZED);
        life.initializing();
        assertRefused(INITIALIZING);
        life.running();
        assertThat(life.refusal()).isEmpty();
        life.finalizing();
        assertRefused(FINALIZING);
        life.finalized();
        assertRefused(FINALIZED);
    }

    @Test
    void destroying_tells_the_state_it_found() {
        assertThat(after(List.of()).finalizing()).isEqualTo(UNINITIALIZED);
        assertThat(after(List.of(EnclaveLife::initializing)).finalizing()).isEqualTo(INITIALIZING);
        assertThat(after(List.of(EnclaveLife::initializing, EnclaveLife::running))
                        .finalizing())
                .isEqualTo(RUNNING);
        assertThat(after(List.of(EnclaveLifeTest::lose)).finalizing()).isEqualTo(ABORTED);
    }

    @Test
    void a_session_that_ends_by_itself_aborts_the_enclave_for_good() {
        for (var before : List.<List<Consumer<EnclaveLife>>>of(
                List.of(),
                List.of(EnclaveLife::initializing),
                List.of(EnclaveLife::initializing, EnclaveLife::running))) {
            var lost = after(before);
            lost.ended(Status.UNAVAILABLE.withDescription("no heartbeat"));
            lost.initializing();
            lost.running();
            lost.finalizing();
            lost.finalized();

            assertThat(lost.state()).isEqualTo(ABORTED);
            assertThat(lost.refusal().orElseThrow().getDescription())
                    .isEqualTo("enclave \"a\" has ended: no heartbeat");
        }
    }

    @Test
    void the_first_reason_stays() {
        life.ended(Status.ABORTED.withDescription("first"));
        life.ended(Status.ABORTED.withDescription("second"));

        assertThat(life.refusal().orElseThrow().getDescription()).endsWith("first");
    }

    @Test
    void a_session_that_ends_while_the_enclave_is_destroyed_is_no_abort() {
        life.finalizing();
        life.ended(Status.UNAVAILABLE);
        assertThat(life.state()).isEqualTo(FINALIZING);

        life.finalized();
        life.ended(Status.UNAVAILABLE);
        assertThat(life.state()).isEqualTo(FINALIZED);
    }

    @Test
    void an_enclave_that_was_destroyed_first_never_runs() {
        life.initializing();
        life.finalizing();
        life.running();

        assertThat(life.state()).isEqualTo(FINALIZING);
    }

    private void assertRefused(EnclaveState state) {
        assertThat(life.state()).isEqualTo(state);
        assertThat(life.refusal()).hasValueSatisfying(status -> {
            assertThat(status.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
            assertThat(status.getDescription()).containsIgnoringCase(state.name());
        });
    }

    private static void lose(EnclaveLife life) {
        life.ended(Status.UNAVAILABLE);
    }

    private static EnclaveLife after(List<Consumer<EnclaveLife>> changes) {
        var life = new EnclaveLife("a");
        changes.forEach(change -> change.accept(life));
        return life;
    }
}
