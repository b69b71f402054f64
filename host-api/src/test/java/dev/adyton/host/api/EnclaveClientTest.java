package dev.adyton.host.api;

import static dev.adyton.host.api.Tests.assertFails;
import static dev.adyton.host.api.Tests.await;
import static dev.adyton.host.api.Tests.config;
import static dev.adyton.host.api.Tests.input;
import static dev.adyton.host.api.Tests.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.protocol.EnclaveFinal;
import dev.adyton.protocol.EnclaveOutput;
import dev.adyton.protocol.LifecycleGrpc;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EnclaveClientTest {
    private final FakeApplication application = new FakeApplication();
    private final FakeLoader loader = new FakeLoader(application);
    private final EnclaveManager manager = new EnclaveManager();
    private final EnclaveClient client = manager.load(config("a"), loader);

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void run_answers_with_the_applications_output() {
        assertThat(client.enterAndRun(input("hello")).getPayloadList()).containsExactly(text("hello"));
    }

    @Test
    void run_fails_with_the_applications_own_status() {
        application.run = FakeApplication.failing(Status.OUT_OF_RANGE.withDescription("found 7, wanted 1 to 6"));

        var failure = assertFails(Code.OUT_OF_RANGE, () -> client.enterAndRun(input("7")));

        assertThat(failure).hasMessageContaining("wanted 1 to 6");
        assertThat(client.state()).isEqualTo(EnclaveState.RUNNING);
    }

    @Test
    void the_enclaves_own_services_can_be_called() {
        assertThat(Echo.call(client.channel(), input("hello")).getPayloadList()).containsExactly(text("hello"));
        assertThat(client.channel().authority()).isNotEmpty();
    }

    @Test
    void the_lifecycle_cannot_be_called_past_the_manager() {
        var stub = LifecycleGrpc.newBlockingStub(client.channel());

        var failure = assertFails(Code.PERMISSION_DENIED, () -> stub.finish(EnclaveFinal.getDefaultInstance()));

        assertThat(failure).hasMessageContaining("adyton.v1.Lifecycle");
        assertThat(application.steps).containsExactly("initialize");
    }

    @Test
    void a_destroyed_enclave_answers_every_entry_with_its_state() {
        manager.destroy(client);

        assertThat(assertFails(Code.FAILED_PRECONDITION, () -> client.enterAndRun(input("late"))))
                .hasMessageContaining("finalized");
        assertThat(assertFails(Code.FAILED_PRECONDITION, () -> Echo.call(client.channel(), input("late"))))
                .hasMessageContaining("enclave \"a\": found finalized, wanted running");
    }

    @Test
    void a_lost_enclave_answers_every_entry_with_the_reason() {
        loader.sessions.getFirst().lose(Status.UNAVAILABLE.withDescription("enclave process ended: out of memory"));

        assertThat(client.state()).isEqualTo(EnclaveState.ABORTED);
        assertThat(assertFails(Code.ABORTED, () -> client.enterAndRun(input("late"))))
                .hasMessageContaining("enclave \"a\" has ended: enclave process ended: out of memory");
        assertFails(Code.ABORTED, () -> Echo.call(client.channel(), input("late")));
    }

    @Test
    void an_end_without_a_reason_is_an_abort_too() {
        loader.sessions.getFirst().lose(Status.OK);

        assertThat(assertFails(Code.ABORTED, () -> client.enterAndRun(input("late"))))
                .hasMessageContaining("OK");
    }

    @Test
    void a_call_under_way_fails_with_what_the_session_gives() throws Exception {
        var entered = new CountDownLatch(1);
        application.run = _ -> {
            entered.countDown();
            await(new CountDownLatch(1));
            return EnclaveOutput.getDefaultInstance();
        };
        var running = new FutureTask<>(() -> assertFails(Code.UNAVAILABLE, () -> client.enterAndRun(input("x"))));
        Thread.ofVirtual().start(running);
        await(entered);

        loader.sessions.getFirst().lose(Status.UNAVAILABLE);

        await(running);
    }
}
