package dev.adyton.host.api;

import static dev.adyton.host.api.Tests.assertFails;
import static dev.adyton.host.api.Tests.await;
import static dev.adyton.host.api.Tests.config;
import static dev.adyton.host.api.Tests.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.protocol.EnclaveFinal;
import dev.adyton.protocol.FinishReply;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EnclaveManagerDestroyTest {
    private final FakeApplication application = new FakeApplication();
    private final FakeLoader loader = new FakeLoader(application);
    private final EnclaveManager manager = new EnclaveManager();
    private final EnclaveClient client = manager.load(config("a"), loader);

    @AfterEach
    void close() {
        manager.close();
        assertThat(loader.sessions)
                .allSatisfy(session -> assertThat(session.closes).hasValue(1));
    }

    @Test
    void a_destroyed_enclave_has_finished_and_its_name_is_free() {
        manager.destroy(client);

        assertThat(application.steps).containsExactly("initialize", "finish");
        assertThat(client.state()).isEqualTo(EnclaveState.FINALIZED);
        assertThat(loader.sessions.getFirst().closes).hasValue(1);
        assertThat(manager.client("a")).isEmpty();
        assertThat(manager.load(config("a"), loader)).isNotSameAs(client);
    }

    @Test
    void the_application_is_told_the_last_input() {
        var told = new AtomicReference<EnclaveFinal>();
        application.finish = input -> {
            told.set(input);
            return FinishReply.getDefaultInstance();
        };
        var input = EnclaveFinal.newBuilder().addPayload(Tests.text("bye")).build();

        manager.destroy(client, input);

        assertThat(told).hasValue(input);
    }

    @Test
    void a_failing_finish_is_thrown_when_the_enclave_is_gone() {
        application.finish = FakeApplication.failing(Status.DATA_LOSS.withDescription("not saved"));

        var failure = assertFails(Code.DATA_LOSS, () -> manager.destroy(client));

        assertThat(failure).hasMessageContaining("not saved");
        assertThat(client.state()).isEqualTo(EnclaveState.FINALIZED);
        assertThat(manager.client("a")).isEmpty();
    }

    @Test
    void destroying_twice_does_nothing_more() {
        manager.destroy(client);
        var next = manager.load(config("a"), loader);

        manager.destroy(client);

        assertThat(application.steps).containsExactly("initialize", "finish", "initialize");
        assertThat(manager.client("a")).containsSame(next);
    }

    @Test
    void whoever_destroys_second_returns_when_the_enclave_is_gone() throws Exception {
        var finishing = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        application.finish = _ -> {
            finishing.countDown();
            await(go);
            return FinishReply.getDefaultInstance();
        };
        var first = destroyOnAnotherThread();
        await(finishing);
        var second = destroyOnAnotherThread();

        assertThat(client.state()).isEqualTo(EnclaveState.FINALIZING);
        assertThat(second).isNotDone();
        assertFails(Code.FAILED_PRECONDITION, () -> client.enterAndRun(input("late")));
        assertFails(Code.ALREADY_EXISTS, () -> manager.load(config("a"), loader));
        go.countDown();
        await(first);
        await(second);

        assertThat(application.steps).containsExactly("initialize", "finish");
    }

    @Test
    void an_enclave_that_has_aborted_is_destroyed_without_finish_and_stays_aborted() {
        loader.sessions.getFirst().lose(Status.ABORTED.withDescription("gave up"));
        assertThat(manager.client("a")).containsSame(client);

        manager.destroy(client);

        assertThat(application.steps).containsExactly("initialize");
        assertThat(client.state()).isEqualTo(EnclaveState.ABORTED);
        assertThat(manager.client("a")).isEmpty();
        assertFails(Code.ABORTED, () -> client.enterAndRun(input("late")));
    }

    @Test
    void an_enclave_lost_while_it_finishes_is_gone_and_that_is_thrown() {
        application.finish = _ -> {
            loader.sessions.getFirst().lose(Status.UNAVAILABLE);
            return FinishReply.getDefaultInstance();
        };

        assertThatThrownBy(() -> manager.destroy(client)).isInstanceOf(io.grpc.StatusRuntimeException.class);

        assertThat(client.state()).isEqualTo(EnclaveState.FINALIZED);
        assertThat(manager.client("a")).isEmpty();
    }

    @Test
    void an_interrupt_ends_the_wait_for_finish_and_the_enclave() {
        application.finish = _ -> {
            await(new CountDownLatch(1));
            return FinishReply.getDefaultInstance();
        };
        Thread.currentThread().interrupt();

        assertFails(Code.CANCELLED, () -> manager.destroy(client));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(client.state()).isEqualTo(EnclaveState.FINALIZED);
        assertThat(manager.client("a")).isEmpty();
    }

    @Test
    void a_client_of_another_manager_is_refused() {
        try (var other = new EnclaveManager()) {
            assertThatThrownBy(() -> other.destroy(client))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"a\"");
        }
        assertThat(client.state()).isEqualTo(EnclaveState.RUNNING);
    }

    @Test
    void a_session_that_fails_to_close_does_not_keep_the_name() {
        var stubborn =
                manager.load(config("b"), new ScriptedLoader(config -> new StubbornSession(loader.load(config))));

        assertThatThrownBy(() -> manager.destroy(stubborn)).isInstanceOf(IllegalStateException.class);

        assertThat(stubborn.state()).isEqualTo(EnclaveState.FINALIZED);
        assertThat(manager.client("b")).isEmpty();
    }

    private FutureTask<Void> destroyOnAnotherThread() {
        var destroying = new FutureTask<Void>(() -> manager.destroy(client), null);
        Thread.ofVirtual().start(destroying);
        return destroying;
    }
}
