package dev.adyton.relay;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.adyton.attestation.Bytes;
import dev.adyton.enclave.launcher.LaunchException;
import dev.adyton.enclave.launcher.Launcher;
import dev.adyton.enclave.launcher.LauncherOptions;
import dev.adyton.enclave.launcher.LauncherProcess;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running provision server, with a launcher process of its own beside it. Thread-safe.
 *
 * <p>It speaks TLS 1.3 and lets in whom its {@link ProvisionServerCredentials} say. Without credentials it serves loopback addresses and nothing
 * else. What one client has started, no other sees, attaches to or stops.
 */
public final class ProvisionServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ProvisionServer.class.getPackageName());
    private static final String SHUTTING_DOWN = "provision server is shutting down";

    private final Delays delays;
    private final Launcher launcher;
    private final ImageCache cache;
    private final ExecutorService blocking = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("adyton-relay-", 0).factory());
    private final HostedEnclaves enclaves;
    private final AttachHandler attach;
    private final NetworkServer network;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private ProvisionServer(
            ProvisionServerOptions options, Security security, ImageCache cache, Launcher launcher, Delays delays)
            throws IOException {
        this.delays = delays;
        this.launcher = launcher;
        this.cache = cache;
        var quota = new ClientQuota("enclaves", options.maxEnclaves(), options.maxEnclavesPerClient());
        enclaves = new HostedEnclaves(
                launcher, quota, options.detachedLifetime(), delays, blocking, InstantSource.system());
        attach = new AttachHandler(enclaves, blocking);
        var service = new ProvisionService(cache, enclaves, delays);
        network = NetworkServer.start(options, security, service, attach, blocking);
    }

    /**
     * Starts a server; when this returns, clients can connect.
     *
     * @throws IllegalArgumentException when other machines could reach the listen address and nothing keeps strangers out
     * @throws IOException when a file of the credentials makes no sense, the address cannot be listened on, the storage cannot be used or
     *     the launcher does not start; nothing is left then
     */
    public static ProvisionServer start(ProvisionServerOptions options) throws IOException {
        return start(options, () -> launcherProcess(options), Delays.ofSystem());
    }

    private static Launcher launcherProcess(ProvisionServerOptions options) throws IOException {
        try {
            var launcher = LauncherOptions.defaults()
                    .withRequired(options.requiredConfinement())
                    .withWarm(options.warm())
                    .withPlatform(options.platform());
            return LauncherProcess.start(launcher, options.storage());
        } catch (LaunchException | IllegalStateException e) {
            throw new IOException("the launcher did not start: " + e.getMessage(), e);
        }
    }

    /** Where a server gets its launcher from. */
    interface LauncherSource {
        Launcher start() throws IOException;
    }

    /** As {@link #start(ProvisionServerOptions)}; what is given belongs to the server. */
    static ProvisionServer start(ProvisionServerOptions options, LauncherSource source, Delays delays)
            throws IOException {
        try (var undo = new Undo()) {
            undo.add(delays::close);
            var security = Security.open(options.credentials(), options.listen());
            var cache = ImageCache.open(options.storage(), options.maxImageBytes(), options.maxCacheBytes());
            undo.add(cache::close);
            var launcher = source.start();
            undo.add(launcher::close);
            var server = new ProvisionServer(options, security, cache, launcher, delays);
            undo.forget();
            LOG.log(
                    INFO,
                    "provision server listens on {0}, storage {1}",
                    NetworkServer.text(server.address()),
                    options.storage());
            return server;
        }
    }

    /** Where it listens, with the real port. */
    public InetSocketAddress address() {
        return network.address();
    }

    /**
     * Fingerprint of the simulated platform's root that vouches for enclaves here, as their launcher tells it; 32 bytes. To be told to clients by a
     * way that they trust: nothing that comes over the network may say whom to trust.
     */
    public Bytes simulatedRoot() {
        return launcher.simulatedRoot();
    }

    /** Waits until the server is closed. */
    public void awaitTermination() throws InterruptedException {
        closed.await();
    }

    /**
     * Takes no new call, tells attached clients UNAVAILABLE, ends all enclaves and the launcher process and waits until they are gone. The
     * image cache stays. A second call waits for the first and does nothing else. Goes on when interrupted; the thread stays interrupted.
     */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            awaitClosed();
            return;
        }
        try (var undo = new Undo()) {
            // In reverse order.
            undo.add(closed::countDown);
            undo.add(cache::close);
            undo.add(blocking::close);
            undo.add(delays::close);
            undo.add(launcher::close);
            undo.add(network::close);
            undo.add(() -> enclaves.endAll(SHUTTING_DOWN));
            undo.add(() -> attach.shutdown(Status.UNAVAILABLE.withDescription(SHUTTING_DOWN)));
            undo.add(network::refuse);
        } catch (IOException e) {
            LOG.log(WARNING, "the end of the provision server was not clean", e);
        }
    }

    private void awaitClosed() {
        boolean interrupted = false;
        while (true) {
            try {
                closed.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
