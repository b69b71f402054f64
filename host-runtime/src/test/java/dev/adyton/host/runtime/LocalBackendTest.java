package dev.adyton.host.runtime;

import static dev.adyton.host.runtime.probe.Calls.ask;
import static dev.adyton.host.runtime.probe.Calls.input;
import static dev.adyton.host.runtime.probe.Calls.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.StringValue;
import dev.adyton.host.api.EnclaveClient;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.EnclaveManager;
import dev.adyton.host.api.EnclaveState;
import dev.adyton.host.api.HostAccess;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.host.runtime.probe.Calls;
import dev.adyton.host.runtime.probe.ProbeImage;
import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.EnclaveFinal;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What must hold for an enclave on this machine, whether it has a process of its own or not. */
abstract class LocalBackendTest {
    final EnclaveManager manager = new EnclaveManager();
    final CountDownLatch waiting = new CountDownLatch(1);

    abstract EnclaveLoader loader();

    @AfterEach
    void closeManager() {
        manager.close();
    }

    @Test
    void an_enclave_lives_from_load_to_destroy() {
        var client = load();

        assertThat(client.state()).isEqualTo(EnclaveState.RUNNING);
        assertThat(client.measurement()).isEqualTo(ProbeImage.RELEASE.measurement());
        assertThat(word(client.enterAndRun(input("echo", "hello")))).isEqualTo("hello");
        manager.destroy(client);

        assertThat(client.state()).isEqualTo(EnclaveState.FINALIZED);
        assertFails(Code.FAILED_PRECONDITION, () -> client.enterAndRun(input("echo", "late")));
    }

    @Test
    void an_enclave_knows_its_name_and_its_configuration() {
        var client = manager.load(
                config().withPayload(StringValue.of("echo")).withPayload(StringValue.of("told")), loader());

        assertThat(word(client.enterAndRun(input("name")))).isEqualTo("probe");
        assertThat(word(client.enterAndRun(input("config")))).isEqualTo("told");
    }

    @Test
    void its_own_services_can_be_called() {
        assertThat(ask(load().channel(), Calls.ENCLAVE, "echo", "hello")).isEqualTo("hello");
    }

    @Test
    void it_calls_the_services_that_are_granted_on_the_thread_that_waits() {
        var caller = Thread.currentThread();
        var client = load(words -> words.getFirst() + (Thread.currentThread().equals(caller) ? " here" : " elsewhere"));

        assertThat(word(client.enterAndRun(input("host", "called")))).isEqualTo("called here");
        assertThat(ask(client.channel(), Calls.ENCLAVE, "host", "called")).isEqualTo("called here");
    }

    @Test
    void a_host_service_is_served_already_while_it_initializes() {
        var config = config().withPayload(StringValue.of("host"))
                .withPayload(StringValue.of("early"))
                .withAccess(granting(words -> words.getFirst()));

        assertThat(manager.load(config, loader()).state()).isEqualTo(EnclaveState.RUNNING);
    }

    @Test
    void a_service_that_is_not_granted_does_not_exist() {
        var client = manager.load(config(), loader());

        var failure = assertFails(Code.UNIMPLEMENTED, () -> client.enterAndRun(input("host", "x")));

        assertThat(failure).hasMessageContaining(Calls.HOST.getFullMethodName());
        assertThat(word(client.enterAndRun(input("echo", "still there")))).isEqualTo("still there");
    }

    @Test
    void calls_nest_in_both_directions_on_one_thread() {
        var caller = Thread.currentThread();
        var client = load(words -> {
            assertThat(Thread.currentThread()).isEqualTo(caller);
            var self = manager.client("probe").orElseThrow();
            var n = Integer.parseInt(words.getFirst());
            return Integer.toString(fibonacci(self, n - 1) + fibonacci(self, n - 2));
        });

        assertThat(fibonacci(client, 10)).isEqualTo(55);
    }

    @Test
    void the_applications_own_status_reaches_the_caller() {
        var client = load();

        assertThat(assertFails(Code.OUT_OF_RANGE, () -> client.enterAndRun(input("fail", "found 7, wanted 6")))
                        .getStatus()
                        .getDescription())
                .isEqualTo("found 7, wanted 6");
    }

    @Test
    void any_other_exception_of_the_application_stays_inside_unless_the_image_is_a_debug_image() {
        var client = load();
        var failure = assertFails(Code.INTERNAL, () -> client.enterAndRun(input("throw", "secret")));
        assertThat(failure).hasMessageContaining("correlation id");
        assertThat(failure.getMessage()).doesNotContain("secret");
        manager.destroy(client);

        var debug = manager.load(EnclaveLoadConfig.of("probe", ProbeImage.DEBUG), loader());
        assertThat(assertFails(Code.INTERNAL, () -> debug.enterAndRun(input("throw", "secret"))))
                .hasMessageContaining("secret");
    }

    @Test
    void a_failing_initialize_is_thrown_and_nothing_is_left() {
        var config = config().withPayload(StringValue.of("fail")).withPayload(StringValue.of("no key"));

        assertThat(assertFails(Code.OUT_OF_RANGE, () -> manager.load(config, loader()))
                        .getStatus()
                        .getDescription())
                .isEqualTo("no key");
        assertThat(manager.client("probe")).isEmpty();
    }

    @Test
    void a_failing_finish_is_thrown_when_the_enclave_is_gone() {
        var client = load();
        var input = EnclaveFinal.newBuilder()
                .addAllPayload(input("fail", "not saved").getPayloadList())
                .build();

        assertFails(Code.OUT_OF_RANGE, () -> manager.destroy(client, input));

        assertThat(client.state()).isEqualTo(EnclaveState.FINALIZED);
    }

    @Test
    void finish_may_call_the_host_which_may_destroy_again() {
        var client = load(_ -> {
            manager.destroy(manager.client("probe").orElseThrow());
            return "done";
        });
        var input = EnclaveFinal.newBuilder()
                .addAllPayload(input("host", "x").getPayloadList())
                .build();

        manager.destroy(client, input);

        assertThat(client.state()).isEqualTo(EnclaveState.FINALIZED);
    }

    @Test
    void an_aborted_enclave_answers_calls_under_way_and_later_ones_with_its_reason() {
        var client = load();

        assertThat(assertFails(Code.ABORTED, () -> client.enterAndRun(input("abort", "key store broken"))))
                .hasMessageContaining("key store broken");

        assertThat(assertFails(Code.ABORTED, () -> client.enterAndRun(input("echo", "late"))))
                .hasMessageContaining("key store broken");
        manager.destroy(client);
        assertThat(load().state()).isEqualTo(EnclaveState.RUNNING);
    }

    @Test
    void an_enclave_that_aborts_while_it_initializes_is_not_loaded() {
        var config = config().withPayload(StringValue.of("abort")).withPayload(StringValue.of("no entropy"));

        assertThat(assertFails(Code.ABORTED, () -> manager.load(config, loader())))
                .hasMessageContaining("no entropy");
        assertThat(manager.client("probe")).isEmpty();
    }

    @Test
    void destroying_ends_calls_under_way() throws Exception {
        var client = load();
        var call = new FutureTask<>(
                () -> catchThrowableOfType(StatusRuntimeException.class, () -> client.enterAndRun(input("wait"))));
        Thread.ofVirtual().start(call);
        await(waiting);

        manager.destroy(client);

        assertThat(call.get(20, TimeUnit.SECONDS).getStatus().getCode()).isIn(Code.UNAVAILABLE, Code.CANCELLED);
    }

    @Test
    void an_interrupted_call_is_cancelled_and_the_enclave_goes_on() throws Exception {
        var client = load();
        var call = new FutureTask<>(() -> {
            assertFails(Code.CANCELLED, () -> client.enterAndRun(input("wait")));
            return Thread.currentThread().isInterrupted();
        });
        var thread = Thread.ofVirtual().start(call);
        await(waiting);

        thread.interrupt();

        assertThat(call.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(word(client.enterAndRun(input("echo", "on")))).isEqualTo("on");
    }

    @Test
    void several_enclaves_of_one_image_are_apart() {
        var first = load();
        var second = manager.load(EnclaveLoadConfig.of("second", ProbeImage.RELEASE), loader());

        assertThat(word(first.enterAndRun(input("name")))).isEqualTo("probe");
        assertThat(word(second.enterAndRun(input("name")))).isEqualTo("second");
        manager.destroy(first);
        assertThat(word(second.enterAndRun(input("echo", "still here")))).isEqualTo("still here");
    }

    @Test
    void an_image_without_its_application_class_is_refused() {
        var image = ProbeImage.build(false, "com.example.Missing");

        var failure = catchThrowableOfType(
                StatusRuntimeException.class, () -> manager.load(EnclaveLoadConfig.of("probe", image), loader()));

        assertThat(failure).hasMessageContaining("com.example.Missing");
        assertThat(manager.client("probe")).isEmpty();
    }

    final EnclaveClient load() {
        return load(_ -> "");
    }

    /** With a host service that answers so; it counts down {@link #waiting} when it is told that the application waits. */
    final EnclaveClient load(Function<List<String>, String> service) {
        return manager.load(config().withAccess(granting(service)), loader());
    }

    final HostAccess granting(Function<List<String>, String> service) {
        return HostAccess.none().withService(Calls.serving(Calls.HOST, words -> {
            if (words.getFirst().equals("waiting")) {
                waiting.countDown();
                return "";
            }
            return service.apply(words);
        }));
    }

    static EnclaveLoadConfig config() {
        return config(ProbeImage.RELEASE);
    }

    static EnclaveLoadConfig config(EnclaveImage image) {
        return EnclaveLoadConfig.of("probe", image);
    }

    static int fibonacci(EnclaveClient client, int n) {
        return Integer.parseInt(word(client.enterAndRun(input("fibonacci", Integer.toString(n)))));
    }

    static StatusRuntimeException assertFails(Status.Code code, ThrowingCallable call) {
        var failure = catchThrowableOfType(StatusRuntimeException.class, call);
        assertThat(failure).isNotNull();
        assertThat(failure.getStatus().getCode()).as(failure.toString()).isEqualTo(code);
        return failure;
    }

    static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(20, TimeUnit.SECONDS)).as("came in 20 s").isTrue();
    }
}
