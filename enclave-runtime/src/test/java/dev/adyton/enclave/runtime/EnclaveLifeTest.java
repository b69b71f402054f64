package dev.adyton.enclave.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.enclave.runtime.EnclaveLife.State;
import io.grpc.Status;
import io.grpc.StatusException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class EnclaveLifeTest {
    private final EnclaveLife life = new EnclaveLife();

    @Test
    void it_goes_its_way_once() throws StatusException {
        assertThat(life.state()).isEqualTo(State.UNINITIALIZED);
        life.initializing();
        life.running();
        life.finalizing();
        life.finalized(() -> {});
        assertThat(life.state()).isEqualTo(State.FINALIZED);

        assertRefused(life::initializing, "the enclave is finalized, wanted uninitialized");
        assertRefused(life::running, "the enclave is finalized, wanted initializing");
        assertRefused(life::finalizing, "the enclave is finalized, wanted running");
    }

    @Test
    void no_step_can_be_left_out() throws StatusException {
        assertRefused(life::running, "the enclave is uninitialized, wanted initializing");
        assertRefused(life::finalizing, "the enclave is uninitialized, wanted running");
        life.initializing();
        assertRefused(life::initializing, "the enclave is initializing, wanted uninitialized");
        assertRefused(life::finalizing, "the enclave is initializing, wanted running");
    }

    @Test
    void calls_enter_only_while_it_is_running() throws StatusException {
        assertRefused(life::enter, "the enclave is uninitialized, wanted running");
        life.initializing();
        assertRefused(life::enter, "the enclave is initializing, wanted running");
        life.running();
        life.enter();
        life.finalizing();
        assertRefused(life::enter, "the enclave is finalizing, wanted running");
        life.leave();
        life.finalized(() -> {});
        assertRefused(life::enter, "the enclave is finalized, wanted running");
    }

    @Test
    void a_session_that_ends_while_it_initializes_keeps_it_from_running() throws StatusException {
        life.initializing();
        life.finalized(() -> {});
        assertRefused(life::running, "the enclave is finalized, wanted initializing");
    }

    @Test
    void waiting_for_calls_ends_with_the_last_of_them() throws Exception {
        run(2);
        var waited = waiting(Duration.ofDays(1));
        life.leave();
        assertThat(waited).isNotDone();
        life.leave();
        waited.get(10, TimeUnit.SECONDS);
    }

    @Test
    void waiting_for_calls_ends_with_the_session() throws Exception {
        run(1);
        var waited = waiting(Duration.ofDays(1));
        life.finalized(() -> {});
        waited.get(10, TimeUnit.SECONDS);
    }

    @Test
    void waiting_for_calls_ends_when_its_time_is_over() throws Exception {
        run(1);
        waiting(Duration.ofMillis(1)).get(10, TimeUnit.SECONDS);
        waiting(Duration.ZERO).get(10, TimeUnit.SECONDS);
    }

    @Test
    void what_is_to_be_done_when_all_is_quiet_waits_for_the_last_call() throws Exception {
        run(1);
        var quiet = new AtomicInteger();
        life.finalized(quiet::incrementAndGet);
        life.leave();
        assertThat(quiet).hasValue(0);
        life.leave();
        assertThat(quiet).hasValue(1);
    }

    @Test
    void what_is_to_be_done_when_all_is_quiet_is_done_at_once_where_nothing_is_under_way() {
        var quiet = new AtomicInteger();
        life.finalized(quiet::incrementAndGet);
        assertThat(quiet).hasValue(1);
    }

    /** Finish is under way, and so are these calls. */
    private void run(int calls) throws StatusException {
        life.initializing();
        life.running();
        life.leave();
        for (int i = 0; i < calls; i++) {
            life.enter();
        }
        life.finalizing();
    }

    private CompletableFuture<Void> waiting(Duration atMost) {
        var done = new CompletableFuture<Void>();
        Thread.ofVirtual().start(() -> {
            try {
                life.awaitOtherCalls(atMost);
                done.complete(null);
            } catch (InterruptedException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static void assertRefused(Executable step, String message) {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(step::execute)
                .satisfies(e -> {
                    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
                    assertThat(e.getStatus().getDescription()).isEqualTo(message);
                });
    }
}
