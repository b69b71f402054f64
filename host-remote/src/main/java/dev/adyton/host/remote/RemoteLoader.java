package dev.adyton.host.remote;

import com.google.protobuf.ByteString;
import dev.adyton.communicator.CommunicatorOptions;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.host.api.spi.EnclaveSession;
import dev.adyton.host.channel.AttestedSession;
import dev.adyton.host.channel.HostAppraisal;
import io.grpc.Status;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Loads enclaves on the machine of a provision server: brings the image there unless the server has it, has an enclave started and attaches to
 * it. Thread-safe.
 */
public final class RemoteLoader implements EnclaveLoader, AutoCloseable {
    private static final int CLOSE_SECONDS = 5;

    private final RemoteProxyClientConfig config;
    private final EventLoopGroup threads = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("adyton-remote-io", true), NioIoHandler.newFactory());
    private final ExecutorService blocking = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("adyton-remote-", 0).factory());
    private final Map<ProvisionServerAddress, ServerConnection> connections = new ConcurrentHashMap<>();
    private final Set<RemoteSession> sessions = ConcurrentHashMap.newKeySet();
    private boolean closed;
    private int loading;

    /** A loader that takes over the configuration's {@link RemoteProvision}; connects with the first enclave. */
    public RemoteLoader(RemoteLoadConfig config) {
        this.config = config.client();
    }

    @Override
    public String backend() {
        return "remote";
    }

    /**
     * {@inheritDoc}
     *
     * <p>UNAVAILABLE: the server cannot be reached, with its address; UNAUTHENTICATED: the server does not accept this client's credentials or
     * the other way round, with the reason, or what it started could not prove to be what the configuration's appraiser accepts, with every reason;
     * DEADLINE_EXCEEDED: it did not answer within the connect deadline; RESOURCE_EXHAUSTED: the server's limits; INTERNAL: it says that it
     * started something else than this image; FAILED_PRECONDITION: this loader is closed, or the credentials cannot be used for that server;
     * CANCELLED: the thread was interrupted, and stays so.
     */
    @Override
    public EnclaveSession load(EnclaveLoadConfig load) {
        enter();
        try {
            return connect(load);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Status.CANCELLED
                    .withDescription("interrupted while enclave " + load.name() + " was being loaded")
                    .withCause(e)
                    .asRuntimeException();
        } finally {
            leave();
        }
    }

    private EnclaveSession connect(EnclaveLoadConfig load) throws InterruptedException {
        var address = config.provision().provision(load.image());
        var connection =
                connections.computeIfAbsent(address, key -> new ServerConnection(key, config, threads, blocking));
        var launch = new RemoteLaunch(connection, config, load.image());
        var id = launch.start(load.name());
        try {
            return attach(load, connection, id);
        } catch (InterruptedException | RuntimeException e) {
            launch.stop(id);
            throw e;
        }
    }

    private EnclaveSession attach(EnclaveLoadConfig load, ServerConnection connection, ByteString id)
            throws InterruptedException {
        var records = new RemoteEnclaveProxyClient(connection.channel(), connection.address(), id);
        try {
            records.awaitAttached(config.connectDeadline());
            var options = CommunicatorOptions.defaults(load.name())
                    .withKeepalive(config.keepaliveTime(), config.keepaliveTimeout());
            var attested = AttestedSession.open(
                    records,
                    load,
                    () -> HostAppraisal.ofImage(load.image(), HostAppraisal.rootsOfThisMachine()),
                    options);
            return session(load.name(), records, attested);
        } catch (InterruptedException | RuntimeException e) {
            records.breakOff("the enclave could not be attached to");
            throw e;
        }
    }

    private RemoteSession session(String name, RemoteEnclaveProxyClient records, AttestedSession attested) {
        var session = new RemoteSession[1];
        session[0] = new RemoteSession(name, records, attested, () -> sessions.remove(session[0]));
        sessions.add(session[0]);
        return session[0];
    }

    private synchronized void enter() {
        if (closed) {
            throw Status.FAILED_PRECONDITION
                    .withDescription("remote loader: found it closed, wanted it open")
                    .asRuntimeException();
        }
        loading++;
    }

    private synchronized void leave() {
        loading--;
        notifyAll();
    }

    /**
     * Waits for loads under way, ends the sessions that are left, closes the connections, calls {@link RemoteProvision#finish} and waits for all
     * of it. A second call does nothing.
     */
    @Override
    public void close() {
        if (!refuseAndAwaitLoads()) {
            return;
        }
        try {
            List.copyOf(sessions).forEach(RemoteSession::close);
            connections.values().forEach(ServerConnection::close);
        } finally {
            config.provision().finish();
            blocking.close();
            threads.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    private synchronized boolean refuseAndAwaitLoads() {
        if (closed) {
            return false;
        }
        closed = true;
        boolean interrupted = false;
        while (loading > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return true;
    }
}
