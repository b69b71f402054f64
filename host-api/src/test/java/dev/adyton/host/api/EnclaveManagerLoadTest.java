package dev.adyton.host.api;

import static dev.adyton.host.api.Tests.assertFails;
import static dev.adyton.host.api.Tests.await;
import static dev.adyton.host.api.Tests.config;
import static dev.adyton.host.api.Tests.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.protocol.EnclaveConfig;
import dev.adyton.protocol.InitializeReply;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EnclaveManagerLoadTest {
    private final FakeApplication application = new FakeApplication();
    private final FakeLoader loader = new FakeLoader(application);
    private final EnclaveManager manager = new EnclaveManager();

    @AfterEach
    void close() {
        manager.close();
        assertThat(loader.sessions)
                .allSatisfy(session -> assertThat(session.closes).hasValue(1));
    }

    @Test
    void a_loaded_enclave_is_running_and_found_by_its_name() {
        var client = manager.load(config("a"), loader);

        assertThat(client.name()).isEqualTo("a");
        assertThat(client.state()).isEqualTo(EnclaveState.RUNNING);
        assertThat(client.measurement()).isEqualTo(FakeEnclave.MEASUREMENT);
        assertThat(manager.client("a")).containsSame(client);
        assertThat(application.steps).containsExactly("initialize");
    }

    @Test
    void an_image_that_is_neither_signed_nor_for_debugging_never_reaches_the_loader() {
        var failure = assertFails(
                Code.INVALID_ARGUMENT, () -> manager.load(EnclaveLoadConfig.of("a", Tests.UNSIGNED), loader));

        assertThat(failure.getStatus().getDescription()).contains("is not signed", "adyton image sign");
        assertThat(loader.sessions).isEmpty();
        manager.load(config("a"), loader);
    }

    @Test
    void a_name_that_nobody_loaded_has_no_client() {
        assertThat(manager.client("a")).isEmpty();
    }

    @Test
    void the_application_is_told_its_configuration_and_its_name() {
        var told = new AtomicReference<EnclaveConfig>();
        application.initialize = config -> {
            told.set(config);
            return InitializeReply.getDefaultInstance();
        };

        manager.load(config("a").withPayload(StringValue.of("mine")), loader);

        assertThat(told.get().getName()).isEqualTo("a");
        assertThat(told.get().getPayloadList()).containsExactly(Tests.text("mine"));
    }

    @Test
    void a_name_in_use_is_refused() {
        var first = manager.load(config("a"), loader);

        var failure = assertFails(Code.ALREADY_EXISTS, () -> manager.load(config("a"), loader));

        assertThat(failure).hasMessageContaining("\"a\"").hasMessageContaining("RUNNING");
        assertThat(manager.client("a")).containsSame(first);
        assertThat(loader.sessions).hasSize(1);
    }

    @Test
    void a_name_is_in_use_while_its_enclave_is_still_being_started() throws Exception {
        var starting = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var loading = loadOnAnotherThread(waiting(starting, go));
        await(starting);

        assertThat(manager.client("a")).isEmpty();
        assertFails(Code.ALREADY_EXISTS, () -> manager.load(config("a"), loader));

        go.countDown();
        assertThat(await(loading).state()).isEqualTo(EnclaveState.RUNNING);
    }

    @Test
    void two_managers_may_use_one_name() {
        manager.load(config("a"), loader);
        try (var other = new EnclaveManager()) {
            assertThat(other.load(config("a"), loader).state()).isEqualTo(EnclaveState.RUNNING);
        }
    }

    @Test
    void a_loader_that_fails_leaves_the_name_free() {
        assertFails(
                Code.UNAVAILABLE, () -> manager.load(config("a"), failing(Status.UNAVAILABLE.asRuntimeException())));
        assertThatThrownBy(() -> manager.load(config("a"), failing(new IllegalStateException("a bug"))))
                .isInstanceOf(IllegalStateException.class);

        assertThat(manager.client("a")).isEmpty();
        assertThat(manager.load(config("a"), loader).state()).isEqualTo(EnclaveState.RUNNING);
    }

    @Test
    void a_failing_initialize_throws_the_applications_status_and_leaves_nothing() {
        var key = Metadata.Key.of("detail", Metadata.ASCII_STRING_MARSHALLER);
        application.initialize = _ -> {
            var trailers = new Metadata();
            trailers.put(key, "two");
            throw Status.INVALID_ARGUMENT.withDescription("no key").asRuntimeException(trailers);
        };

        var failure = assertFails(Code.INVALID_ARGUMENT, () -> manager.load(config("a"), loader));

        assertThat(failure.getStatus().getDescription()).isEqualTo("no key");
        assertThat(failure.getTrailers().get(key)).isEqualTo("two");
        assertThat(manager.client("a")).isEmpty();
        assertThat(loader.sessions.getFirst().closes).hasValue(1);
        assertThat(application.steps).containsExactly("initialize");
    }

    @Test
    void an_enclave_that_is_initializing_is_found_and_lets_nothing_in() {
        var seen = new CompletableFuture<EnclaveClient>();
        application.initialize = _ -> {
            var client = manager.client("a").orElseThrow();
            assertFails(Code.FAILED_PRECONDITION, () -> client.enterAndRun(input("early")));
            assertThat(client.state()).isEqualTo(EnclaveState.INITIALIZING);
            seen.complete(client);
            return InitializeReply.getDefaultInstance();
        };

        var client = manager.load(config("a"), loader);

        assertThat(seen).isCompletedWithValue(client);
    }

    @Test
    void an_enclave_lost_while_it_is_initializing_is_not_loaded() throws Exception {
        var entered = new CountDownLatch(1);
        application.initialize = _ -> waitForEver(entered);
        var loading = loadOnAnotherThread(loader);
        await(entered);

        loader.sessions.getFirst().lose(Status.UNAVAILABLE.withDescription("killed"));

        assertThatThrownBy(() -> await(loading)).isInstanceOf(ExecutionException.class);
        assertThat(manager.client("a")).isEmpty();
    }

    @Test
    void an_enclave_that_aborts_as_it_answers_initialize_is_not_loaded() {
        application.initialize = _ -> {
            loader.sessions.getFirst().lose(Status.ABORTED.withDescription("key store broken"));
            return InitializeReply.getDefaultInstance();
        };

        assertThatThrownBy(() -> manager.load(config("a"), loader)).isNotNull();
        assertThat(manager.client("a")).isEmpty();
    }

    @Test
    void an_enclave_can_be_destroyed_while_it_is_initializing() throws Exception {
        var entered = new CountDownLatch(1);
        application.initialize = _ -> waitForEver(entered);
        var loading = loadOnAnotherThread(loader);
        await(entered);
        var client = manager.client("a").orElseThrow();

        manager.destroy(client);

        assertThat(client.state()).isEqualTo(EnclaveState.FINALIZED);
        assertThatThrownBy(() -> await(loading)).hasMessageContaining("found finalized, wanted running");
        assertThat(manager.client("a")).isEmpty();
        assertThat(application.steps).containsExactly("initialize");
    }

    @Test
    void a_session_that_fails_to_close_after_a_failing_initialize_is_named_too() {
        application.initialize = FakeApplication.failing(Status.INVALID_ARGUMENT);
        var stubborn = new ScriptedLoader(config -> new StubbornSession(loader.load(config)));

        var failure = assertFails(Code.INVALID_ARGUMENT, () -> manager.load(config("a"), stubborn));

        assertThat(failure.getSuppressed()).singleElement().isInstanceOf(IllegalStateException.class);
        assertThat(manager.client("a")).isEmpty();
    }

    private FutureTask<EnclaveClient> loadOnAnotherThread(EnclaveLoader with) {
        var loading = new FutureTask<>(() -> manager.load(config("a"), with));
        Thread.ofVirtual().start(loading);
        return loading;
    }

    private EnclaveLoader waiting(CountDownLatch starting, CountDownLatch go) {
        return new ScriptedLoader(config -> {
            starting.countDown();
            await(go);
            return loader.load(config);
        });
    }

    private static EnclaveLoader failing(RuntimeException failure) {
        return new ScriptedLoader(_ -> {
            throw failure;
        });
    }

    private static InitializeReply waitForEver(CountDownLatch entered) {
        entered.countDown();
        await(new CountDownLatch(1));
        return InitializeReply.getDefaultInstance();
    }
}
