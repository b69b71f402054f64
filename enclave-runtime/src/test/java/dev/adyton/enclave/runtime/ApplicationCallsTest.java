package dev.adyton.enclave.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.enclave.runtime.sample.Texts;
import dev.adyton.protocol.LogLevel;
import io.grpc.Status.Code;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application sees while it serves calls, over records in memory. */
class ApplicationCallsTest {
    @Test
    void its_own_services_are_served_while_it_runs() throws Exception {
        try (var rig = new Rig()) {
            rig.initialize("service more.Service");
            assertThat(rig.call("echo x")).isEqualTo("x");
            assertThat(Texts.call(rig.channel(), "more.Service/Echo", "y")).isEqualTo("y");
            Rig.assertFails(() -> rig.call("throw secret"), Code.INTERNAL, "correlation id");
            assertThat(rig.call("echo still there")).isEqualTo("still there");
        }
    }

    @Test
    void a_method_that_it_does_not_have_is_unimplemented() throws Exception {
        try (var rig = new Rig()) {
            rig.initialize();
            Rig.assertFails(
                    () -> Texts.call(rig.channel(), "no.Service/Method", "x"), Code.UNIMPLEMENTED, "no.Service/Method");
            Rig.assertFails(() -> Texts.call(rig.channel(), "adyton.v1.Lifecycle/Other", "x"), Code.UNIMPLEMENTED);
            assertThat(rig.run("echo still there")).isEqualTo("still there");
        }
    }

    @Test
    void services_offered_after_initialize_do_not_count() throws Exception {
        try (var rig = new Rig()) {
            rig.initialize();
            rig.run("service late.Service");
            Rig.assertFails(() -> Texts.call(rig.channel(), "late.Service/Echo", "x"), Code.UNIMPLEMENTED);
        }
    }

    @Test
    void it_calls_its_host_and_is_called_back_from_there() throws Exception {
        var self = new AtomicReference<Rig>();
        try (var rig = new Rig(text -> self.get().run(text))) {
            self.set(rig);
            rig.initialize();
            assertThat(rig.run("host host host loader")).isEqualTo("own");
            assertThat(rig.call("host loader")).isEqualTo("own");
        }
    }

    @Test
    void application_code_runs_with_its_own_class_loader_as_the_threads_context() throws Exception {
        try (var rig = new Rig()) {
            rig.initialize();
            var before = Thread.currentThread().getContextClassLoader();
            assertThat(rig.run("loader")).isEqualTo("own");
            assertThat(rig.call("loader")).isEqualTo("own");
            assertThat(rig.run("callback-loader")).isEqualTo("own");
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.adyton.enclave.runtime.EnclaveRuntime",
                "dev.adyton.communicator.Communicator",
                "dev.adyton.image.EnclaveImage",
                "dev.adyton.records.Records",
                "dev.adyton.enclave.runtime.sample.Library",
            })
    void the_runtimes_insides_are_not_visible_to_it(String name) throws Exception {
        try (var rig = new Rig(text -> text, true, LifecycleService.FINISH_GRACE)) {
            rig.initialize();
            Rig.assertFails(() -> rig.run("load " + name), Code.INTERNAL, "ClassNotFoundException: " + name);
        }
    }

    @Test
    void its_logger_lets_through_what_the_host_configured() throws Exception {
        try (var rig = new Rig()) {
            rig.lifecycle()
                    .initialize(
                            rig.config().setLogLevel(LogLevel.LOG_LEVEL_WARNING).build());
            rig.run("log INFO");
            rig.run("log ERROR");
            assertThat(rig.log.lines())
                    .containsExactly(new MemoryLog.Line(Level.ERROR, "dev.adyton.enclave.rig", "logged", null));
        }
    }
}
