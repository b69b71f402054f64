package dev.adyton.enclave.launcher;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Serves a launcher on a Unix socket, one connection for each enclave. Clients are not trusted to keep to the protocol. */
final class LauncherServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(LauncherServer.class.getPackageName());

    private final ServerSocketChannel socket;
    private final Launcher launcher;
    private final Limits limits;
    private final Semaphore free;
    private final Semaphore imageMebibytes;
    private final Set<LauncherConnection> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread accepting;

    private LauncherServer(ServerSocketChannel socket, Launcher launcher, Limits limits) {
        this.socket = socket;
        this.launcher = launcher;
        this.limits = limits;
        this.free = new Semaphore(limits.connections());
        this.imageMebibytes = new Semaphore(limits.imageMebibytes(), true);
        this.accepting = Thread.ofVirtual().name("adyton-launcher-accept").unstarted(this::accept);
    }

    /**
     * Binds the socket, which must not exist, and serves.
     *
     * @param launcher starts the enclaves; not closed by this
     */
    static LauncherServer start(Path path, Launcher launcher, Limits limits) throws IOException {
        var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            socket.bind(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        var server = new LauncherServer(socket, launcher, limits);
        server.accepting.start();
        return server;
    }

    private void accept() {
        while (socket.isOpen()) {
            try {
                serve(socket.accept());
            } catch (AsynchronousCloseException e) {
                return;
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.log(Level.WARNING, "A connection to the launcher could not be accepted: {0}", e.toString());
                if (closedAfterPause()) {
                    return;
                }
            }
        }
    }

    /** What refuses a connection, such as a lack of descriptors, will not be gone at once. */
    private boolean closedAfterPause() {
        try {
            return closing.await(limits.acceptPause().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void serve(SocketChannel channel) throws IOException {
        if (!free.tryAcquire()) {
            LOG.log(Level.WARNING, "Refused a connection to the launcher, it has {0}", limits.connections());
            LauncherConnection.refuse(channel, limits.connections());
            return;
        }
        var connection = new LauncherConnection(channel, launcher, limits, imageMebibytes);
        connections.add(connection);
        connection.done().thenRun(() -> {
            connections.remove(connection);
            free.release();
        });
        connection.start();
    }

    /** Ends all connections and with them their enclaves, tells the clients, and waits. */
    @Override
    public void close() {
        closing.countDown();
        try {
            socket.close();
            accepting.join();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The launcher''s socket could not be closed: {0}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Together.run(List.copyOf(connections), LauncherConnection::close);
    }

    /**
     * Bounds on what clients may do.
     *
     * @param connections most at once, each with at most one enclave
     * @param firstMessage how long a connection may take to say what it wants
     * @param imageMebibytes size of the images that may be on their way into enclaves at once; an image that is larger goes alone
     * @param acceptPause between attempts to accept a connection when one failed
     */
    record Limits(int connections, Duration firstMessage, int imageMebibytes, Duration acceptPause) {
        static final Limits DEFAULT = new Limits(1024, Duration.ofSeconds(5), 1024, Duration.ofMillis(100));
    }
}
