package dev.adyton.host.api;

import static dev.adyton.host.api.Tests.assertFails;
import static dev.adyton.host.api.Tests.await;
import static dev.adyton.host.api.Tests.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.protocol.FinishReply;
import dev.adyton.protocol.InitializeReply;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EnclaveManagerCloseTest {
    private final FakeApplication application = new FakeApplication();
    private final FakeLoader loader = new FakeLoader(application);
    private final EnclaveManager manager = new EnclaveManager();

    @AfterEach
    void everything_that_was_started_is_closed_once() {
        assertThat(loader.sessions)
                .allSatisfy(session -> assertThat(session.closes).hasValue(1));
    }

    @Test
    void all_enclaves_finish_at_the_same_time() {
        var all = new CountDownLatch(3);
        application.finish = _ -> {
            all.countDown();
            await(all);
            return FinishReply.getDefaultInstance();
        };
        manager.load(config("a"), loader);
        manager.load(config("b"), loader);
        var last = manager.load(config("c"), loader);

        manager.close();

        assertThat(last.state()).isEqualTo(EnclaveState.FINALIZED);
        assertThat(manager.client("c")).isEmpty();
    }

    @Test
    void every_failing_finish_is_reported_when_all_are_gone() {
        application.finish = FakeApplication.failing(Status.DATA_LOSS);
        manager.load(config("a"), loader);
        manager.load(config("b"), loader);

        var failure = assertFails(Code.DATA_LOSS, manager::close);

        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(loader.sessions).hasSize(2);
    }

    @Test
    void a_closed_manager_loads_nothing() {
        manager.close();

        var failure = assertFails(Code.FAILED_PRECONDITION, () -> manager.load(config("a"), loader));

        assertThat(failure).hasMessageContaining("closed");
        assertThat(loader.sessions).isEmpty();
    }

    @Test
    void closing_twice_does_nothing_more() {
        application.finish = FakeApplication.failing(Status.DATA_LOSS);
        manager.load(config("a"), loader);
        assertFails(Code.DATA_LOSS, manager::close);

        manager.close();

        assertThat(application.steps).containsExactly("initialize", "finish");
    }

    @Test
    void closing_ends_an_enclave_that_is_initializing() throws Exception {
        var entered = new CountDownLatch(1);
        application.initialize = _ -> {
            entered.countDown();
            await(new CountDownLatch(1));
            return InitializeReply.getDefaultInstance();
        };
        var loading = onAnotherThread(() -> manager.load(config("a"), loader));
        await(entered);

        manager.close();

        assertThat(loader.sessions.getFirst().closes).hasValue(1);
        assertThatThrownBy(() -> await(loading)).hasMessageContaining("found finalized, wanted running");
    }

    @Test
    void closing_waits_for_a_loader_that_is_starting_an_enclave_which_then_ends() throws Exception {
        var starting = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var loading = onAnotherThread(() -> manager.load(config("a"), new ScriptedLoader(config -> {
            starting.countDown();
            await(go);
            return loader.load(config);
        })));
        await(starting);
        var closing = onAnotherThread(manager::close);
        assertFails(Code.FAILED_PRECONDITION, () -> loadUntilClosed("b"));

        assertThat(closing).isNotDone();
        go.countDown();
        await(closing);

        assertThatThrownBy(() -> await(loading)).hasMessageContaining("closed");
        assertThat(application.steps).doesNotContain("run");
    }

    @Test
    void an_application_that_does_not_finish_in_time_is_ended() {
        application.finish = _ -> {
            await(new CountDownLatch(1));
            return FinishReply.getDefaultInstance();
        };
        var hasty = new EnclaveManager(Duration.ofMillis(1));
        var client = hasty.load(config("a"), loader);

        assertFails(Code.DEADLINE_EXCEEDED, hasty::close);

        assertThat(client.state()).isEqualTo(EnclaveState.FINALIZED);
    }

    @Test
    void an_interrupt_does_not_leave_an_enclave_behind() {
        application.finish = _ -> {
            await(new CountDownLatch(1));
            return FinishReply.getDefaultInstance();
        };
        manager.load(config("a"), loader);
        Thread.currentThread().interrupt();

        assertFails(Code.CANCELLED, manager::close);

        assertThat(Thread.interrupted()).isTrue();
    }

    /** Other loads are let in until the closing thread has come far enough. */
    private void loadUntilClosed(String name) {
        while (true) {
            manager.destroy(manager.load(config(name), loader));
        }
    }

    private static FutureTask<Void> onAnotherThread(Runnable task) {
        var future = new FutureTask<Void>(task, null);
        Thread.ofVirtual().start(future);
        return future;
    }
}
