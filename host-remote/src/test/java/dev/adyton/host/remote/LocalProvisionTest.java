package dev.adyton.host.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.ProbeRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProvisionTest {
    private static final EnclaveImage IMAGE = TestImages.small();

    @TempDir
    private Path storage;

    @Test
    void a_server_runs_until_the_end_and_then_nothing_of_it_is_left() throws Exception {
        var before = ProcessHandle.current().descendants().toList();
        var provision = RemoteProvision.local(storage);
        try {
            var address = provision.provision(IMAGE);
            probe(address);
            assertThat(provision.provision(IMAGE)).isEqualTo(address);
            assertThat(started(before)).isNotEmpty();
        } finally {
            provision.finish();
        }

        assertThat(started(before)).isEmpty();
        assertThatThrownBy(() -> provision.provision(IMAGE)).hasMessageContaining("FAILED_PRECONDITION");
    }

    @Test
    void a_server_that_has_died_is_started_again() throws Exception {
        var provision = RemoteProvision.local(storage);
        try {
            var before = ProcessHandle.current().children().toList();
            provision.provision(IMAGE);
            for (var server : ProcessHandle.current()
                    .children()
                    .filter(child -> !before.contains(child))
                    .toList()) {
                server.destroyForcibly();
                server.onExit().get(20, TimeUnit.SECONDS);
            }

            probe(provision.provision(IMAGE));
        } finally {
            provision.finish();
        }
    }

    @Test
    void finishing_what_never_began_does_nothing() {
        RemoteProvision.local(storage).finish();
    }

    @Test
    void a_server_that_does_not_start_is_told_with_its_last_words() {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        assertThatThrownBy(() -> ServerProcess.start(List.of(java, "-cp", "/nowhere", "no.such.Main")))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE))
                .hasMessageContaining("ended before it was ready")
                .hasMessageContaining("no.such.Main");
        assertThatThrownBy(() -> ServerProcess.start(List.of("/nowhere/java")))
                .hasMessageContaining("cannot start a provision server with /nowhere/java");
    }

    @Test
    void nothing_survives_the_death_of_the_application() throws Exception {
        var application = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Application.class.getName(),
                        storage.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<ProcessHandle> server;
        try (BufferedReader out = application.inputReader()) {
            server = Arrays.stream(out.readLine().split(" "))
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                    .toList();
            assertThat(server).isNotEmpty();
        } finally {
            application.destroyForcibly().waitFor();
        }

        for (var process : server) {
            process.onExit().get(20, TimeUnit.SECONDS);
        }
    }

    /** Uses local provisioning until it is killed. */
    static final class Application {
        private Application() {}

        /** The process. */
        public static void main(String[] args) throws Exception {
            RemoteProvision.local(Path.of(args[0])).provision(IMAGE);
            System.out.println(String.join(
                    " ",
                    ProcessHandle.current()
                            .descendants()
                            .map(process -> Long.toString(process.pid()))
                            .toList()));
            Thread.currentThread().join();
        }
    }

    private static void probe(ProvisionServerAddress address) {
        try (var client = new TestConnection(address)) {
            var request = ProbeRequest.newBuilder()
                    .setSha256(ByteString.copyFrom(new byte[32]))
                    .build();
            assertThat(client.connection.calls().probe(request).getCached()).isFalse();
        }
    }

    private static List<ProcessHandle> started(List<ProcessHandle> before) {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> !before.contains(process))
                .toList();
    }
}
