package dev.adyton.host.runtime;

import static dev.adyton.host.runtime.probe.Calls.input;
import static dev.adyton.host.runtime.probe.Calls.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.StringValue;
import dev.adyton.enclave.launcher.LauncherOptions;
import dev.adyton.host.api.EnclaveClient;
import dev.adyton.host.api.EnclaveState;
import dev.adyton.host.api.spi.EnclaveLoader;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessLoaderTest extends LocalBackendTest {
    @TempDir
    private Path directory;

    private ProcessLoader loader;

    @BeforeEach
    void openLoader() {
        loader = new ProcessLoader(options());
    }

    /** Without a cache, as the process that makes one would be a child too. */
    private LauncherOptions options() {
        return LauncherOptions.defaults().withDirectory(directory).withAotCache(Optional.empty());
    }

    @Override
    EnclaveLoader loader() {
        return loader;
    }

    @AfterEach
    void nothing_is_left_even_before_the_loader_is_closed() throws IOException {
        manager.close();
        assertThat(enclaveProcesses()).isEmpty();
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
        loader.close();
    }

    @Test
    void the_enclave_has_a_process_of_its_own() {
        var pid = pid(load());

        assertThat(pid).isNotEqualTo(ProcessHandle.current().pid());
        assertThat(enclaveProcesses()).extracting(ProcessHandle::pid).containsExactly(pid);
        assertThat(loader.backend()).isEqualTo("process");
    }

    @Test
    void a_killed_enclave_fails_calls_under_way_and_then_every_entry_with_how_it_ended() throws Exception {
        var client = load();
        var process = ProcessHandle.of(pid(client)).orElseThrow();
        var call = new FutureTask<>(() -> assertFails(Code.UNAVAILABLE, () -> client.enterAndRun(input("wait"))));
        Thread.ofVirtual().start(call);
        await(waiting);

        assertThat(process.destroyForcibly()).isTrue();

        assertThat(call.get(20, TimeUnit.SECONDS))
                .hasMessageContaining("SIGKILL")
                .hasMessageContaining("exit 137");
        assertThat(assertFails(Code.ABORTED, () -> client.enterAndRun(input("echo", "late"))))
                .hasMessageContaining("SIGKILL");
        manager.destroy(client);
        assertThat(client.state()).isEqualTo(EnclaveState.ABORTED);
    }

    @ParameterizedTest
    @CsvSource({"exit,0", "exit,7", "halt,0", "halt,7"})
    void an_application_that_ends_its_own_process_has_aborted(String how, String code) {
        var client = load();

        assertThat(assertFails(Code.UNAVAILABLE, () -> client.enterAndRun(input(how, code))))
                .hasMessageContaining("exit " + code);

        assertThat(assertFails(Code.ABORTED, () -> client.enterAndRun(input("echo", "late"))))
                .hasMessageContaining("exit " + code);
    }

    @Test
    void an_application_that_uses_more_memory_than_its_image_allows_ends() {
        var client = load();

        assertThat(assertFails(Code.UNAVAILABLE, () -> client.enterAndRun(input("fill memory"))))
                .hasMessageContaining("out of memory (exit 3)");
    }

    @Test
    void an_application_that_ends_its_process_while_it_initializes_is_not_loaded() {
        var config = config().withPayload(StringValue.of("exit")).withPayload(StringValue.of("7"));

        assertThat(assertFails(Code.UNAVAILABLE, () -> manager.load(config, loader)))
                .hasMessageContaining("exit 7");
        assertThat(enclaveProcesses()).isEmpty();
    }

    @Test
    void a_failing_initialize_leaves_no_process() {
        var config = config().withPayload(StringValue.of("fail")).withPayload(StringValue.of("no key"));

        assertFails(Code.OUT_OF_RANGE, () -> manager.load(config, loader));

        assertThat(enclaveProcesses()).isEmpty();
    }

    @Test
    void closing_the_loader_ends_its_enclaves_and_it_starts_no_more() {
        var client = load();

        loader.close();

        assertThat(enclaveProcesses()).isEmpty();
        until(() -> client.state() == EnclaveState.ABORTED);
        manager.destroy(client);
        assertThat(assertFails(Code.UNAVAILABLE, this::load)).hasMessageContaining("closed");
    }

    @Test
    void a_java_home_without_java_is_named() {
        var missing = directory.resolve("no-java");
        var options = options().withJavaHome(missing);
        try (var broken = new ProcessLoader(options)) {
            assertThat(assertFails(Code.FAILED_PRECONDITION, () -> manager.load(config(), broken)))
                    .hasMessageContaining(missing.toString());
        }
    }

    @Test
    void a_class_path_without_the_enclave_runtime_is_an_error_that_says_so() {
        var options = options().withEnclaveClassPath(List.of(directory));
        try (var broken = new ProcessLoader(options)) {
            var failure = catchThrowableOfType(StatusRuntimeException.class, () -> manager.load(config(), broken));
            assertThat(failure).hasMessageContaining("Module dev.adyton.enclave.runtime not found");
        }
    }

    @Test
    void an_interrupted_load_leaves_no_process() {
        Thread.currentThread().interrupt();

        var failure = catchThrowableOfType(StatusRuntimeException.class, this::load);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure).isNotNull();
        assertThat(enclaveProcesses()).isEmpty();
    }

    private static long pid(EnclaveClient client) {
        return Long.parseLong(word(client.enterAndRun(input("pid"))));
    }

    private static List<ProcessHandle> enclaveProcesses() {
        return ProcessHandle.current().children().toList();
    }

    /** Waits for what another thread will bring about, at most 20 seconds. */
    private static void until(BooleanSupplier condition) {
        var limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - limit).as("came in 20 s").isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }
}
