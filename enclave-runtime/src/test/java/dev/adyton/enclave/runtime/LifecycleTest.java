package dev.adyton.enclave.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import dev.adyton.protocol.EnclaveConfig;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of an application as its host drives it, over records in memory. */
class LifecycleTest {
    @Test
    void an_application_is_initialized_runs_and_is_finished() throws Exception {
        try (var rig = new Rig()) {
            rig.initialize();
            assertThat(rig.run("echo hello")).isEqualTo("hello");
            assertThat(rig.run("name")).isEqualTo("told-name");
            assertThat(rig.run("measurement")).isEqualTo(rig.image.measurement().toString());
            rig.finish();

            assertThat(rig.enclaveEnd().getCode()).isEqualTo(Code.OK);
            assertThat(rig.hostEnd().getCode()).isEqualTo(Code.OK);
            assertThat(rig.enclave.exitCode(rig.enclaveEnd()).getNumber()).isZero();
        }
    }

    @Test
    void nothing_but_initialize_is_let_in_before_it() throws Exception {
        try (var rig = new Rig()) {
            var wanted = "the enclave is uninitialized, wanted running";
            Rig.assertFails(() -> rig.run("echo x"), Code.FAILED_PRECONDITION, wanted);
            Rig.assertFails(rig::finish, Code.FAILED_PRECONDITION, wanted);
            Rig.assertFails(() -> rig.call("echo x"), Code.FAILED_PRECONDITION, wanted);

            rig.initialize();
            assertThat(rig.call("echo x")).isEqualTo("x");
        }
    }

    @Test
    void nothing_is_let_in_while_it_initializes() throws Exception {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var rig = new Rig(text -> {
            inside.countDown();
            return awaited(goOn);
        })) {
            var initialized = Rig.async(() -> rig.initialize("host x"));
            Rig.await(inside);
            Rig.assertFails(() -> rig.run("echo x"), Code.FAILED_PRECONDITION, "initializing");
            Rig.assertFails(() -> rig.call("echo x"), Code.FAILED_PRECONDITION, "initializing");
            Rig.assertFails(rig::initialize, Code.FAILED_PRECONDITION, "initializing", "wanted uninitialized");
            goOn.countDown();
            Rig.await(initialized);
            assertThat(rig.run("echo x")).isEqualTo("x");
        }
    }

    @Test
    void it_is_initialized_once() throws Exception {
        try (var rig = new Rig()) {
            rig.initialize();
            Rig.assertFails(rig::initialize, Code.FAILED_PRECONDITION, "the enclave is running, wanted uninitialized");
            assertThat(rig.run("echo still there")).isEqualTo("still there");
        }
    }

    @Test
    void a_failing_initialize_answers_with_its_status_and_ends_the_enclave() throws Exception {
        try (var rig = new Rig()) {
            Rig.assertFails(() -> rig.initialize("status no key"), Code.DATA_LOSS, "no key");

            assertThat(rig.enclaveEnd().getCode()).isEqualTo(Code.DATA_LOSS);
            assertThat(rig.hostEnd().getCode()).isEqualTo(Code.DATA_LOSS);
            assertThat(rig.hostEnd().getDescription()).isEqualTo("no key");
            assertThat(rig.enclave.exitCode(rig.enclaveEnd()).getNumber()).isEqualTo(13);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw secret", "wrap secret", "error secret"})
    void what_else_initialize_throws_stays_inside(String command) throws Exception {
        try (var rig = new Rig()) {
            var failure = Rig.failure(() -> rig.initialize(command));
            assertThat(failure.getCode()).isEqualTo(Code.INTERNAL);
            assertThat(failure.getDescription()).doesNotContain("secret").contains("correlation id");
            assertThat(rig.hostEnd().getCode()).isEqualTo(Code.INTERNAL);
            assertThat(rig.hostEnd().getDescription()).doesNotContain("secret");
        }
    }

    @Test
    void a_configuration_beyond_its_limits_ends_the_enclave() throws Exception {
        try (var rig = new Rig()) {
            var config = rig.config().addAllPayload(Collections.nCopies(65, Any.getDefaultInstance()));
            Rig.assertFails(
                    () -> rig.lifecycle().initialize(config.build()),
                    Code.INVALID_ARGUMENT,
                    "65 messages",
                    "at most 64");
            assertThat(rig.enclaveEnd().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        }
        try (var rig = new Rig()) {
            Rig.assertFails(
                    () -> rig.lifecycle().initialize(EnclaveConfig.getDefaultInstance()),
                    Code.INVALID_ARGUMENT,
                    "name has \"\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "service adyton.v1.Lifecycle, adyton.v1.Lifecycle",
        "service adyton.v1.Mine, reserved",
        "service probe.Probe, twice",
    })
    void services_with_a_reserved_or_used_name_are_refused(String command, String word) throws Exception {
        try (var rig = new Rig()) {
            Rig.assertFails(() -> rig.initialize(command), Code.INTERNAL, word);
            assertThat(rig.enclaveEnd().getCode()).isEqualTo(Code.INTERNAL);
        }
    }

    @Test
    void a_host_that_gives_up_while_the_enclave_initializes_ends_it() throws Exception {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var rig = new Rig(text -> {
                    inside.countDown();
                    return awaited(goOn);
                });
                var patience = Context.current().withCancellation()) {
            var initialized = Rig.async(() -> Rig.failure(() -> patience.run(() -> rig.initialize("host x"))));
            Rig.await(inside);
            patience.cancel(null);
            // The host's thread that initializes is the one that serves the enclave's call.
            goOn.countDown();
            assertThat(Rig.await(initialized).getCode()).isEqualTo(Code.CANCELLED);
            assertThat(rig.enclaveEnd().getCode()).isEqualTo(Code.CANCELLED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "runtime-status"})
    void a_status_that_run_throws_crosses_as_it_is(String command) throws Exception {
        try (var rig = new Rig()) {
            rig.initialize();
            Rig.assertFails(() -> rig.run(command + " lost"), Code.DATA_LOSS, "lost");
            assertThat(rig.run("echo still there")).isEqualTo("still there");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw secret", "wrap secret", "error secret", "null"})
    void what_else_run_throws_crosses_as_a_correlation_id(String command) throws Exception {
        try (var rig = new Rig()) {
            rig.initialize();
            var failure = Rig.failure(() -> rig.run(command));
            assertThat(failure.getCode()).isEqualTo(Code.INTERNAL);
            assertThat(failure.getDescription()).doesNotContain("secret").contains("correlation id");
            assertThat(rig.run("echo still there")).isEqualTo("still there");
        }
    }

    @Test
    void a_debug_image_lets_texts_and_stack_traces_cross() throws Exception {
        try (var rig = new Rig(text -> text, true, LifecycleService.FINISH_GRACE)) {
            rig.initialize();
            Rig.assertFails(
                    () -> rig.run("throw shown"), Code.INTERNAL, "IllegalStateException: shown", "ProbeApplication");
        }
    }

    @Test
    void a_failing_finish_answers_with_its_status_and_the_enclave_is_finalized_all_the_same() throws Exception {
        try (var rig = new Rig()) {
            rig.initialize();
            Rig.assertFails(() -> rig.finish("status not flushed"), Code.DATA_LOSS, "not flushed");

            assertThat(rig.enclaveEnd().getCode()).isEqualTo(Code.OK);
            Rig.assertFails(() -> rig.run("echo x"), Code.UNAVAILABLE);
        }
    }

    @Test
    void nothing_is_let_in_while_it_finishes() throws Exception {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var rig = new Rig(text -> {
            inside.countDown();
            return awaited(goOn);
        })) {
            rig.initialize();
            var finished = Rig.async(() -> rig.finish("host x"));
            Rig.await(inside);
            Rig.assertFails(() -> rig.run("echo x"), Code.FAILED_PRECONDITION, "finalizing", "wanted running");
            Rig.assertFails(() -> rig.call("echo x"), Code.FAILED_PRECONDITION, "finalizing");
            Rig.assertFails(rig::finish, Code.FAILED_PRECONDITION, "finalizing");
            goOn.countDown();
            Rig.await(finished);
        }
    }

    @RepeatedTest(20)
    void finish_waits_for_calls_under_way() throws Exception {
        var inside = new CountDownLatch(2);
        var goOn = new CountDownLatch(1);
        try (var rig = new Rig(text -> {
            inside.countDown();
            return awaited(goOn);
        })) {
            rig.initialize();
            var running = Rig.async(() -> rig.run("host x"));
            var calling = Rig.async(() -> rig.call("host x"));
            Rig.await(inside);
            var finished = Rig.async(() -> rig.finish());
            awaitFinalizing(rig);
            assertThat(finished).isNotDone();
            goOn.countDown();
            Rig.await(finished);
            assertThat(Rig.await(running)).isEqualTo("gone on");
            assertThat(Rig.await(calling)).isEqualTo("gone on");
        }
    }

    @Test
    void calls_that_last_longer_than_finish_waits_are_cut_off() throws Exception {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var rig = new Rig(
                text -> {
                    inside.countDown();
                    return awaited(goOn);
                },
                false,
                Duration.ofMillis(1))) {
            rig.initialize();
            var running = Rig.async(() -> Rig.failure(() -> rig.run("host x")));
            Rig.await(inside);
            rig.finish();
            assertThat(rig.enclaveEnd().getCode()).isEqualTo(Code.OK);
            goOn.countDown();
            assertThat(Rig.await(running).getCode()).isEqualTo(Code.UNAVAILABLE);
        }
    }

    @Test
    void an_abort_ends_everything_with_its_reason() throws Exception {
        try (var rig = new Rig()) {
            rig.initialize();
            Rig.assertFails(() -> rig.run("abort key is compromised"), Code.ABORTED, "key is compromised");

            assertThat(rig.enclaveEnd().getCode()).isEqualTo(Code.ABORTED);
            assertThat(rig.hostEnd().getDescription()).isEqualTo("key is compromised");
            assertThat(rig.enclave.exitCode(rig.enclaveEnd()).getNumber()).isEqualTo(13);
            Rig.assertFails(() -> rig.run("echo x"), Code.ABORTED, "key is compromised");
        }
    }

    @Test
    void an_abort_while_it_initializes_ends_it_as_aborted() throws Exception {
        try (var rig = new Rig()) {
            Rig.assertFails(() -> rig.initialize("abort no entropy"), Code.ABORTED, "no entropy");
            assertThat(rig.enclaveEnd().getDescription()).isEqualTo("no entropy");
        }
    }

    @Test
    void a_long_reason_is_cut() throws Exception {
        try (var rig = new Rig()) {
            rig.initialize();
            var failure = Rig.failure(() -> rig.run("abort " + "x".repeat(100_000)));
            assertThat(failure.getDescription()).isEqualTo("x".repeat(1024) + "...");
        }
    }

    @Test
    void closing_it_tells_the_host_and_fails_what_is_under_way() throws Exception {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var rig = new Rig(text -> {
            inside.countDown();
            return awaited(goOn);
        })) {
            rig.initialize();
            var running = Rig.async(() -> Rig.failure(() -> rig.run("host x")));
            Rig.await(inside);
            rig.enclave.close();
            rig.enclave.close();
            goOn.countDown();
            assertThat(Rig.await(running).getCode()).isEqualTo(Code.UNAVAILABLE);
            assertThat(rig.hostEnd()).isEqualTo(Status.OK);
            assertThat(rig.enclave.exitCode(rig.enclaveEnd()).getNumber()).isZero();
        }
    }

    private static String awaited(CountDownLatch latch) {
        Rig.await(latch);
        return "gone on";
    }

    /** Asks until the answer is that nothing new is let in. */
    private static void awaitFinalizing(Rig rig) {
        while (true) {
            try {
                rig.run("echo x");
            } catch (StatusRuntimeException e) {
                assertThat(e.getStatus().getDescription()).contains("finalizing");
                return;
            }
        }
    }
}
