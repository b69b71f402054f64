package dev.adyton.testkit;

import dev.adyton.host.api.EnclaveClient;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.EnclaveManager;
import dev.adyton.host.remote.ProvisionCredentials;
import dev.adyton.host.remote.RemoteLoadConfig;
import dev.adyton.host.remote.RemoteLoader;
import dev.adyton.host.remote.RemoteProvision;
import dev.adyton.host.remote.RemoteProxyClientConfig;
import dev.adyton.image.EnclaveImage;
import dev.adyton.relay.ProvisionServer;
import dev.adyton.relay.ProvisionServerCredentials;
import dev.adyton.relay.ProvisionServerOptions;
import dev.adyton.testkit.peer.Packet;
import dev.adyton.testkit.peer.PeerApplication;
import dev.adyton.testkit.peer.PeerGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** A provision server of a test, and clients that try to enter an enclave at it. */
final class SecuredServer implements AutoCloseable {
    static final EnclaveImage IMAGE = TestImage.debug(PeerApplication.class);

    private final ProvisionServer server;

    private SecuredServer(ProvisionServer server) {
        this.server = server;
    }

    static SecuredServer start(Path storage, ProvisionServerCredentials credentials) throws IOException {
        return start(storage, credentials, InetAddress.getLoopbackAddress());
    }

    static SecuredServer start(Path storage, ProvisionServerCredentials credentials, InetAddress listen)
            throws IOException {
        return new SecuredServer(ProvisionServer.start(ProvisionServerOptions.defaults()
                .withListen(new InetSocketAddress(listen, 0))
                .withStorage(storage)
                .withCredentials(credentials)));
    }

    InetSocketAddress address() {
        return server.address();
    }

    /** An enclave that a client with these credentials has started, and the way to it. */
    record Entered(RemoteLoader loader, EnclaveManager manager, EnclaveClient client) implements AutoCloseable {
        String echo(long number) {
            return String.valueOf(PeerGrpc.newBlockingStub(client.channel())
                    .echo(Packet.newBuilder().setNumber(number).build())
                    .getNumber());
        }

        @Override
        public void close() {
            manager.close();
            loader.close();
        }
    }

    Entered enter(ProvisionCredentials credentials) {
        return enter(server.address().getAddress().getHostAddress(), credentials);
    }

    Entered enter(String host, ProvisionCredentials credentials) {
        var provision = RemoteProvision.server(host, server.address().getPort(), credentials);
        var loader = new RemoteLoader(new RemoteLoadConfig(RemoteProxyClientConfig.defaultsWithProvision(provision)));
        var manager = new EnclaveManager();
        try {
            return new Entered(loader, manager, manager.load(EnclaveLoadConfig.of("credentials", IMAGE), loader));
        } catch (RuntimeException refused) {
            manager.close();
            loader.close();
            throw refused;
        }
    }

    /** How a client with these credentials is told that it cannot enter. */
    Status refusal(ProvisionCredentials credentials) {
        return refusal(server.address().getAddress().getHostAddress(), credentials);
    }

    Status refusal(String host, ProvisionCredentials credentials) {
        try (var entered = enter(host, credentials)) {
            throw new AssertionError("entered " + entered.client());
        } catch (StatusRuntimeException refused) {
            return refused.getStatus();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
