package dev.adyton.relay;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.enclave.launcher.LauncherOptions;
import dev.adyton.enclave.launcher.PlatformChoice;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How a provision server listens, what it keeps and what it allows. Immutable.
 *
 * <p>A client is the subject name of its certificate or the name of its token. A server that wants neither tells clients apart by address, so
 * that all on one machine count as one.
 *
 * @param listen where to listen; port 0 picks a free one. {@link ProvisionServer#start} refuses an address that other machines may
 *     reach unless the credentials keep strangers out
 * @param platform what vouches for the enclaves; where this machine does not have it, launches fail
 * @param storage directory of the image cache; created for its owner only, refused when others may write to it
 * @param maxImageBytes the largest image that may be uploaded, in bytes; positive
 * @param maxEnclaves most enclaves at a time; positive
 * @param maxEnclavesPerClient most enclaves at a time of one client; positive
 * @param detachedLifetime how long an enclave waits for its client to attach before it is ended; positive
 * @param keepaliveTime a connection that was silent this long is asked whether it lives; positive, less than 10 s counts as 10 s
 * @param keepaliveTimeout a connection that does not answer this long is closed, its enclaves are ended; positive
 * @param reflection whether the gRPC reflection service is offered
 * @param credentials how the server proves itself to clients and knows them
 * @param maxCacheBytes most bytes of cached images of one client, those used least recently go first; positive
 * @param requiredConfinement the least that enclaves have to be confined, or they are not started; at least {@link Confinement#PROCESS}. They are confined as
 *     {@link LauncherOptions#defaults()} says in any case
 * @param warm how many empty enclave processes wait for an image; 0 to {@link LauncherOptions#MAX_WARM}
 */
public record ProvisionServerOptions(
        InetSocketAddress listen,
        PlatformChoice platform,
        Path storage,
        long maxImageBytes,
        int maxEnclaves,
        int maxEnclavesPerClient,
        Duration detachedLifetime,
        Duration keepaliveTime,
        Duration keepaliveTimeout,
        boolean reflection,
        ProvisionServerCredentials credentials,
        long maxCacheBytes,
        Confinement requiredConfinement,
        int warm) {
    /** The port that provision servers listen on unless told otherwise. */
    public static final int DEFAULT_PORT = 4321;

    private static final long DEFAULT_MAX_IMAGE_BYTES = 512L << 20;
    private static final long DEFAULT_MAX_CACHE_BYTES = 4L << 30;

    public ProvisionServerOptions {
        positive("largest image in bytes", maxImageBytes);
        positive("most enclaves", maxEnclaves);
        positive("most enclaves per client", maxEnclavesPerClient);
        positive("detached lifetime", detachedLifetime);
        positive("most bytes of cached images per client", maxCacheBytes);
        positive("keepalive time", keepaliveTime);
        positive("keepalive timeout", keepaliveTimeout);
        if (requiredConfinement.compareTo(Confinement.PROCESS) < 0) {
            throw new IllegalArgumentException("required confinement: found %s, wanted at least %s"
                    .formatted(requiredConfinement.label(), Confinement.PROCESS.label()));
        }
        if (warm < 0 || warm > LauncherOptions.MAX_WARM) {
            throw new IllegalArgumentException(
                    "warm processes: found " + warm + ", wanted 0 to " + LauncherOptions.MAX_WARM);
        }
        storage = storage.toAbsolutePath().normalize();
    }

    /**
     * Loopback, port {@value #DEFAULT_PORT}, a simulated platform, {@link #defaultStorage()}, images up to 512 MiB, 64 enclaves for whoever asks first, 30 s to
     * attach, dead peers noticed within 20 s, no reflection, no credentials, 4 GiB of cached images for each client, enclaves confined by a system call filter at
     * least, none warm.
     */
    public static ProvisionServerOptions defaults() {
        return new ProvisionServerOptions(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), DEFAULT_PORT),
                PlatformChoice.SIMULATED,
                defaultStorage(),
                DEFAULT_MAX_IMAGE_BYTES,
                64,
                64,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                false,
                ProvisionServerCredentials.none(),
                DEFAULT_MAX_CACHE_BYTES,
                Confinement.SECCOMP,
                0);
    }

    /** The user's own cache: {@code $XDG_CACHE_HOME/adyton/provision}, else {@code ~/.cache/adyton/provision}. */
    public static Path defaultStorage() {
        var xdg = System.getenv("XDG_CACHE_HOME");
        // The XDG base directory specification says to ignore a relative path.
        var cache = xdg != null && Path.of(xdg).isAbsolute()
                ? Path.of(xdg)
                : Path.of(System.getProperty("user.home"), ".cache");
        return cache.resolve("adyton").resolve("provision");
    }

    /** This with another listen address. */
    public ProvisionServerOptions withListen(InetSocketAddress other) {
        return with(draft -> draft.listen = other);
    }

    /** This with another platform. */
    public ProvisionServerOptions withPlatform(PlatformChoice other) {
        return with(draft -> draft.platform = other);
    }

    /** This with another storage directory. */
    public ProvisionServerOptions withStorage(Path other) {
        return with(draft -> draft.storage = other);
    }

    /** This with other limits. */
    public ProvisionServerOptions withLimits(long imageBytes, int enclaves, int enclavesPerClient) {
        return with(draft -> {
            draft.maxImageBytes = imageBytes;
            draft.maxEnclaves = enclaves;
            draft.maxEnclavesPerClient = enclavesPerClient;
        });
    }

    /** This with another time to attach. */
    public ProvisionServerOptions withDetachedLifetime(Duration other) {
        return with(draft -> draft.detachedLifetime = other);
    }

    /** This with other bounds after which a silent peer counts as dead. */
    public ProvisionServerOptions withKeepalive(Duration time, Duration timeout) {
        return with(draft -> {
            draft.keepaliveTime = time;
            draft.keepaliveTimeout = timeout;
        });
    }

    /** This with or without the gRPC reflection service. */
    public ProvisionServerOptions withReflection(boolean offered) {
        return with(draft -> draft.reflection = offered);
    }

    /** This with other credentials. */
    public ProvisionServerOptions withCredentials(ProvisionServerCredentials other) {
        return with(draft -> draft.credentials = other);
    }

    /** This with another limit for what is cached for one client, in bytes. */
    public ProvisionServerOptions withMaxCacheBytes(long other) {
        return with(draft -> draft.maxCacheBytes = other);
    }

    /** This with another confinement that is required. */
    public ProvisionServerOptions withRequiredConfinement(Confinement other) {
        return with(draft -> draft.requiredConfinement = other);
    }

    /** This with another number of warm processes. */
    public ProvisionServerOptions withWarm(int other) {
        return with(draft -> draft.warm = other);
    }

    private ProvisionServerOptions with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.finished();
    }

    private static void positive(String what, long found) {
        if (found <= 0) {
            throw new IllegalArgumentException(what + ": found " + found + ", wanted at least 1");
        }
    }

    private static void positive(String what, Duration found) {
        if (!found.isPositive()) {
            throw new IllegalArgumentException(what + ": found " + found + ", wanted more than zero");
        }
    }

    /** A copy that is being changed. */
    private static final class Draft {
        private InetSocketAddress listen;
        private PlatformChoice platform;
        private Path storage;
        private long maxImageBytes;
        private int maxEnclaves;
        private int maxEnclavesPerClient;
        private Duration detachedLifetime;
        private Duration keepaliveTime;
        private Duration keepaliveTimeout;
        private boolean reflection;
        private ProvisionServerCredentials credentials;
        private long maxCacheBytes;
        private Confinement requiredConfinement;
        private int warm;

        Draft(ProvisionServerOptions from) {
            listen = from.listen;
            platform = from.platform;
            storage = from.storage;
            maxImageBytes = from.maxImageBytes;
            maxEnclaves = from.maxEnclaves;
            maxEnclavesPerClient = from.maxEnclavesPerClient;
            detachedLifetime = from.detachedLifetime;
            keepaliveTime = from.keepaliveTime;
            keepaliveTimeout = from.keepaliveTimeout;
            reflection = from.reflection;
            credentials = from.credentials;
            maxCacheBytes = from.maxCacheBytes;
            requiredConfinement = from.requiredConfinement;
            warm = from.warm;
        }

        ProvisionServerOptions finished() {
            return new ProvisionServerOptions(
                    listen,
                    platform,
                    storage,
                    maxImageBytes,
                    maxEnclaves,
                    maxEnclavesPerClient,
                    detachedLifetime,
                    keepaliveTime,
                    keepaliveTimeout,
                    reflection,
                    credentials,
                    maxCacheBytes,
                    requiredConfinement,
                    warm);
        }
    }
}
