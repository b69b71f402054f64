package dev.adyton.host.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.host.api.EnclaveClient;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.EnclaveManager;
import dev.adyton.host.api.EnclaveState;
import dev.adyton.host.remote.demo.DemoApplication;
import dev.adyton.image.EnclaveImage;
import dev.adyton.relay.ProvisionServer;
import dev.adyton.relay.ProvisionServerOptions;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real provision server, launcher process and enclave processes. */
class RemoteLoaderTest {
    @TempDir
    private static Path storage;

    private static ProvisionServer server;
    private static EnclaveImage image;

    private CountingProvision provision;
    private RemoteLoader loader;
    private EnclaveManager manager;

    @BeforeAll
    static void startServer() throws Exception {
        server = ProvisionServer.start(ProvisionServerOptions.defaults()
                .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .withStorage(storage)
                .withLimits(1 << 20, 3, 3));
        image = DemoApplication.image(1);
    }

    @AfterAll
    static void stopServer() {
        server.close();
        Await.until(() -> ProcessHandle.current().descendants().findAny().isEmpty());
        try {
            Await.until(() -> ownThreads().isEmpty());
        } catch (AssertionError e) {
            assertThat(ownThreads()).isEmpty();
        }
    }

    private static List<String> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("adyton-"))
                .toList();
    }

    @BeforeEach
    void start() {
        provision = new CountingProvision(
                new ProvisionServerAddress("127.0.0.1", server.address().getPort()));
        loader = loader(provision);
        manager = new EnclaveManager();
    }

    @AfterEach
    void stop() {
        manager.close();
        loader.close();
    }

    private static RemoteLoader loader(RemoteProvision provision) {
        return new RemoteLoader(new RemoteLoadConfig(RemoteProxyClientConfig.defaultsWithProvision(provision)));
    }

    private EnclaveClient load(String name) {
        return manager.load(EnclaveLoadConfig.of(name, image), loader);
    }

    @Test
    void an_enclave_on_the_server_is_called_as_any_other() throws Exception {
        var enclave = load("demo");

        assertThat(enclave.measurement()).isEqualTo(image.measurement());
        assertThat(say(enclave, "hello")).isEqualTo("hello");
        var large = "x".repeat(1 << 20);
        assertThat(say(enclave, large)).isEqualTo(large);
    }

    @Test
    void an_enclave_that_was_destroyed_is_gone_from_the_machine() {
        var enclave = load("demo");
        var process = EnclaveProcesses.only();

        manager.destroy(enclave);

        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void several_enclaves_live_beside_each_other() throws Exception {
        var first = load("first");
        var second = load("second");

        assertThat(EnclaveProcesses.running()).hasSize(2);
        manager.destroy(first);
        assertThat(say(second, "still here")).isEqualTo("still here");
        assertThat(load("first").state()).isEqualTo(EnclaveState.RUNNING);
    }

    @Test
    void provision_is_called_once_for_each_load_and_finish_once_at_the_end() {
        load("first");
        load("second");
        manager.close();
        loader.close();
        loader.close();

        assertThat(provision.provisioned).containsExactly(image, image);
        assertThat(provision.finished).hasValue(1);
    }

    @Test
    void finish_is_called_once_after_a_failure_too() {
        var nowhere = new CountingProvision(new ProvisionServerAddress("127.0.0.1", 1));
        var failing = loader(nowhere);

        assertThatThrownBy(() -> manager.load(EnclaveLoadConfig.of("demo", image), failing))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE))
                .hasMessageContaining("cannot reach provision server 127.0.0.1:1: Connection refused");
        failing.close();

        assertThat(nowhere.provisioned).containsExactly(image);
        assertThat(nowhere.finished).hasValue(1);
    }

    @Test
    void a_closed_loader_loads_nothing() {
        loader.close();

        assertThatThrownBy(() -> load("demo"))
                .hasMessageContaining("FAILED_PRECONDITION: remote loader: found it closed");
        assertThat(provision.provisioned).isEmpty();
    }

    @Test
    void closing_the_loader_ends_the_enclaves_that_are_left() {
        load("demo");
        var process = EnclaveProcesses.only();

        loader.close();

        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void the_servers_limit_reaches_the_application() {
        load("1");
        load("2");
        load("3");

        assertThatThrownBy(() -> load("4"))
                .hasMessageContaining("RESOURCE_EXHAUSTED")
                .hasMessageContaining("at most 3");
        assertThat(manager.client("4")).isEmpty();
    }

    @Test
    void an_image_over_the_servers_limit_is_refused() throws Exception {
        var large = TestImages.ofSize(2 << 20, 3);

        assertThatThrownBy(() -> manager.load(EnclaveLoadConfig.of("large", large), loader))
                .hasMessageContaining("RESOURCE_EXHAUSTED")
                .hasMessageContaining("this server allows at most 1048576");
    }

    @Test
    void an_enclave_that_cannot_start_leaves_nothing() {
        var broken = TestImages.small();

        assertThatThrownBy(() -> manager.load(EnclaveLoadConfig.of("broken", broken), loader))
                .isInstanceOf(StatusRuntimeException.class);

        load("1");
        load("2");
        load("3");
    }

    @Test
    void a_killed_enclave_is_lost_with_the_reason_that_its_machine_gives() throws Exception {
        var enclave = load("demo");
        var process = EnclaveProcesses.only();
        var call = CompletableFuture.supplyAsync(() -> enclave.enterAndRun(DemoApplication.command("wait")));

        process.destroyForcibly();

        assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("UNAVAILABLE")
                .hasMessageContaining("enclave demo ended: ");
        Await.until(() -> enclave.state() == EnclaveState.ABORTED);
        assertThatThrownBy(() -> say(enclave, "anybody?")).hasMessageContaining("ABORTED");
    }

    @Test
    void an_enclave_that_aborts_tells_why_across_the_relay() throws Exception {
        var enclave = load("demo");

        assertThatThrownBy(() -> say(enclave, "abort"))
                .hasMessageContaining("ABORTED")
                .hasMessageContaining("told so");
        Await.until(() -> enclave.state() == EnclaveState.ABORTED);
    }

    @Test
    void an_interrupted_load_is_cancelled_and_leaves_nothing() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> load("demo")).hasMessageContaining("CANCELLED");

        assertThat(Thread.interrupted()).isTrue();
        load("1");
        load("2");
        Await.until(() -> {
            try {
                load("3");
                return true;
            } catch (StatusRuntimeException e) {
                // The interrupted one may still be ending on the server.
                return false;
            }
        });
    }

    @Test
    void a_server_that_ends_tells_its_clients() throws Exception {
        try (var other = ProvisionServer.start(ProvisionServerOptions.defaults()
                        .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .withStorage(storage));
                var toOther = loader(
                        RemoteProvision.server("127.0.0.1", other.address().getPort()))) {
            var enclave = manager.load(EnclaveLoadConfig.of("demo", image), toOther);
            var process = EnclaveProcesses.only();
            var call = CompletableFuture.supplyAsync(() -> enclave.enterAndRun(DemoApplication.command("wait")));
            assertThat(say(enclave, "hello")).isEqualTo("hello");

            end(other);

            assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
                    .hasMessageContaining("UNAVAILABLE")
                    .hasMessageContaining("provision server is shutting down");
            assertThat(process.isAlive()).isFalse();
        }
    }

    @Test
    void a_link_that_falls_silent_is_lost() throws Exception {
        // The enclave proves itself, and answers, within the timeout also where other work keeps the machine busy.
        var timeout = Duration.ofSeconds(5);
        try (var link = new FrozenLink(server.address());
                var overLink = new RemoteLoader(
                        new RemoteLoadConfig(RemoteProxyClientConfig.defaultsWithProvision(RemoteProvision.server(
                                        "127.0.0.1", link.address().getPort()))
                                .withKeepalive(Duration.ofMillis(500), timeout)))) {
            var enclave = manager.load(EnclaveLoadConfig.of("demo", image), overLink);
            var call = CompletableFuture.supplyAsync(() -> enclave.enterAndRun(DemoApplication.command("wait")));
            assertThat(say(enclave, "hello")).isEqualTo("hello");

            link.freeze();

            assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS)).hasMessageContaining("UNAVAILABLE");
            end(link);
            manager.destroy(enclave);
        }
    }

    /** Before its block does: javac warns of an explicit close in there. */
    private static void end(AutoCloseable resource) throws Exception {
        resource.close();
    }

    private static String say(EnclaveClient enclave, String what) throws Exception {
        return DemoApplication.text(enclave.enterAndRun(DemoApplication.command(what)));
    }
}
