package dev.adyton.host.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.host.api.EnclaveClient;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.EnclaveManager;
import dev.adyton.host.remote.demo.DemoApplication;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a server of its own in a child process. */
class LocalLoaderTest {
    @TempDir
    private Path storage;

    @Test
    void an_enclave_is_called_through_a_server_that_ends_with_the_loader() throws Exception {
        var before = descendants();
        try (var loader = loader();
                var manager = new EnclaveManager()) {
            var enclave = manager.load(EnclaveLoadConfig.of("demo", DemoApplication.image(1)), loader);

            assertThat(say(enclave, "hello")).isEqualTo("hello");
        }
        assertThat(descendants()).isEqualTo(before);
    }

    @Test
    void a_killed_server_is_unavailable_and_takes_its_enclaves_along() throws Exception {
        var before = descendants();
        try (var loader = loader();
                var manager = new EnclaveManager()) {
            var enclave = manager.load(EnclaveLoadConfig.of("demo", DemoApplication.image(1)), loader);
            var started = descendants().stream()
                    .filter(process -> !before.contains(process))
                    .toList();
            assertThat(started).contains(EnclaveProcesses.only());
            var call = CompletableFuture.supplyAsync(() -> enclave.enterAndRun(DemoApplication.command("wait")));
            assertThat(say(enclave, "hello")).isEqualTo("hello");

            ProcessHandle.current()
                    .children()
                    .filter(child -> !before.contains(child))
                    .forEach(ProcessHandle::destroyForcibly);

            assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS)).hasMessageContaining("UNAVAILABLE");
            for (var process : started) {
                process.onExit().get(20, TimeUnit.SECONDS);
            }

            manager.destroy(enclave);
            assertThat(say(manager.load(EnclaveLoadConfig.of("demo", DemoApplication.image(1)), loader), "again"))
                    .isEqualTo("again");
        }
        assertThat(descendants()).isEqualTo(before);
    }

    private RemoteLoader loader() {
        return new RemoteLoader(
                new RemoteLoadConfig(RemoteProxyClientConfig.defaultsWithProvision(RemoteProvision.local(storage))));
    }

    private static List<ProcessHandle> descendants() {
        return ProcessHandle.current().descendants().toList();
    }

    private static String say(EnclaveClient enclave, String what) throws Exception {
        return DemoApplication.text(enclave.enterAndRun(DemoApplication.command(what)));
    }
}
