package dev.adyton.testkit;

import dev.adyton.host.remote.RemoteLoadConfig;
import dev.adyton.host.remote.RemoteLoader;
import dev.adyton.host.remote.RemoteProvision;
import dev.adyton.host.remote.RemoteProxyClientConfig;
import dev.adyton.relay.ProvisionServer;
import dev.adyton.relay.ProvisionServerOptions;
import io.grpc.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Function;

/**
 * A remote loader, and its provision server where that is ours.
 *
 * @param storage the server's image cache, which goes with this
 */
record RemoteBackend(RemoteLoader loader, Runnable endServer, Path storage) implements OpenBackend {
    /** A provision server in a child process. */
    static RemoteBackend withLocalProvision() {
        return withStorage(storage -> over(RemoteProvision.local(storage), () -> {}, storage));
    }

    /** A provision server in this JVM. */
    static RemoteBackend withServer() {
        return withStorage(storage -> {
            var server = server(storage);
            var address = server.address();
            return over(RemoteProvision.server(address.getHostString(), address.getPort()), server::close, storage);
        });
    }

    private static RemoteBackend over(RemoteProvision provision, Runnable endServer, Path storage) {
        var config = new RemoteLoadConfig(RemoteProxyClientConfig.defaultsWithProvision(provision));
        return new RemoteBackend(new RemoteLoader(config), endServer, storage);
    }

    private static ProvisionServer server(Path storage) {
        try {
            return ProvisionServer.start(ProvisionServerOptions.defaults()
                    .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .withStorage(storage));
        } catch (IOException failed) {
            throw Status.UNAVAILABLE
                    .withDescription("provision server of a test: " + failed.getMessage())
                    .withCause(failed)
                    .asRuntimeException();
        }
    }

    private static RemoteBackend withStorage(Function<Path, RemoteBackend> open) {
        Path storage;
        try {
            storage = Files.createTempDirectory(
                    "adyton-" + ProcessHandle.current().pid() + "-testkit-");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        try {
            return open.apply(storage);
        } catch (RuntimeException failed) {
            delete(storage);
            throw failed;
        }
    }

    @Override
    public void close() {
        try {
            loader.close();
        } finally {
            try {
                endServer.run();
            } finally {
                delete(storage);
            }
        }
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (var tree = Files.walk(directory)) {
            for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
