package dev.adyton.relay;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * A running provision server, with a launcher process of its own beside it. Thread-safe.
 *
 * <p>It speaks plaintext without credentials, so it serves loopback addresses and nothing else.
 */
public final class ProvisionServer implements AutoCloseable {
    private ProvisionServer() {}

    /**
     * Starts a server; when this returns, clients can connect.
     *
     * @throws IllegalArgumentException when the listen address is not a loopback address, with the reason
     * @throws IOException when the address cannot be listened on, the storage cannot be used or the launcher does not start; nothing
     *     is left then
     */
    public static ProvisionServer start(ProvisionServerOptions options) throws IOException {
        throw new UnsupportedOperationException(options.toString());
    }

    /** Where it listens, with the real port. */
    public InetSocketAddress address() {
        throw new UnsupportedOperationException();
    }

    /** Waits until the server is closed. */
    public void awaitTermination() throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes no new call, tells attached clients UNAVAILABLE, ends all enclaves and the launcher process and waits until they are gone. The
     * image cache stays. A second call waits for the first and does nothing else.
     */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
