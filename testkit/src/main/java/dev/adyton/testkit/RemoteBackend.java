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

/** A remote loader, and the provision server where it is ours. */
record RemoteBackend(RemoteLoader loader, AutoCloseable server) implements OpenBackend {
    /** A loader for servers that somebody else ends. */
    static RemoteBackend over(RemoteProvision provision) {
        return new RemoteBackend(loaderOf(provision), () -> {});
    }

    /** A provision server in this JVM, with storage of its own that goes with it. */
    static RemoteBackend withServer() {
        try {
            var storage = Files.createTempDirectory("adyton-testkit-");
            try {
                var server = ProvisionServer.start(ProvisionServerOptions.defaults()
                        .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .withStorage(storage));
                var address = server.address();
                var provision = RemoteProvision.server(address.getHostString(), address.getPort());
                return new RemoteBackend(loaderOf(provision), () -> {
                    server.close();
                    delete(storage);
                });
            } catch (IOException | RuntimeException failed) {
                delete(storage);
                throw failed;
            }
        } catch (IOException failed) {
            throw Status.UNAVAILABLE
                    .withDescription("provision server for a test: " + failed.getMessage())
                    .withCause(failed)
                    .asRuntimeException();
        }
    }

    private static RemoteLoader loaderOf(RemoteProvision provision) {
        return new RemoteLoader(new RemoteLoadConfig(RemoteProxyClientConfig.defaultsWithProvision(provision)));
    }

    @Override
    public void close() {
        try (var _ = server) {
            loader.close();
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IllegalStateException("provision server of a test", failed);
        }
    }

    private static void delete(Path directory) {
        try (var tree = Files.walk(directory)) {
            for (var path : tree.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(path);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
