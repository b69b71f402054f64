package dev.adyton.relay;

import static java.lang.System.Logger.Level.INFO;

import com.google.protobuf.ByteString;
import dev.adyton.enclave.launcher.LaunchException;
import dev.adyton.enclave.launcher.LaunchedEnclave;
import dev.adyton.enclave.launcher.Launcher;
import dev.adyton.image.Measurement;
import io.grpc.Status;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The enclaves of this server, by the unguessable ids that it gave them. Thread-safe. */
final class HostedEnclaves {
    /** Enough that nobody guesses one. */
    static final int ID_BYTES = 16;

    private static final System.Logger LOG = System.getLogger(HostedEnclaves.class.getPackageName());

    private record Entry(long order, HostedEnclave enclave) {}

    private final Launcher launcher;
    private final ClientQuota quota;
    private final Duration detachedLifetime;
    private final Delays delays;
    private final Executor blocking;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong started = new AtomicLong();
    private final Map<ByteString, Entry> enclaves = new ConcurrentHashMap<>();
    private volatile @Nullable String closed;

    /** @param blocking runs what waits for processes */
    HostedEnclaves(
            Launcher launcher,
            ClientQuota quota,
            Duration detachedLifetime,
            Delays delays,
            Executor blocking,
            InstantSource clock) {
        this.launcher = launcher;
        this.quota = quota;
        this.detachedLifetime = detachedLifetime;
        this.delays = delays;
        this.blocking = blocking;
        this.clock = clock;
    }

    /**
     * Starts an enclave of this image, which ends unless a client attaches in time. DATA_LOSS when the file turned out to be another image
     * than it was.
     */
    HostedEnclave launch(Client client, String name, Path image, Measurement wanted) throws LaunchException {
        quota.take(client);
        LaunchedEnclave process;
        try {
            process = launcher.launch(name, image);
        } catch (LaunchException | RuntimeException e) {
            quota.release(client);
            throw e;
        }
        var enclave = new HostedEnclave(newId(), client, name, process, clock.instant());
        enclaves.put(enclave.id(), new Entry(started.getAndIncrement(), enclave));
        LOG.log(
                INFO,
                "{0} started, confinement {1}",
                enclave,
                enclave.process().confinement().label());
        var _ = enclave.ended().thenAccept(exit -> gone(enclave, exit.reason()));
        admit(enclave, wanted);
        return enclave;
    }

    private void admit(HostedEnclave enclave, Measurement wanted) {
        var found = enclave.process().measurement();
        if (!found.equals(wanted)) {
            enclave.end("not the image that was asked for");
            throw Status.DATA_LOSS
                    .withDescription("measurement of the started image: found " + found + ", wanted " + wanted)
                    .asRuntimeException();
        }
        var shutdown = closed;
        if (shutdown != null) {
            enclave.end(shutdown);
            throw Status.UNAVAILABLE.withDescription(shutdown).asRuntimeException();
        }
        var watch = delays.after(detachedLifetime, () -> endUnlessAttached(enclave));
        var _ = enclave.ended().thenRun(watch);
    }

    private void endUnlessAttached(HostedEnclave enclave) {
        // Claiming it keeps a client from attaching to what is about to end.
        if (enclave.claim()) {
            var why = "no client attached within " + detachedLifetime.toSeconds() + " s";
            blocking.execute(() -> enclave.end(why));
        }
    }

    private void gone(HostedEnclave enclave, String reason) {
        enclaves.remove(enclave.id());
        quota.release(enclave.client());
        LOG.log(INFO, "{0} ended: {1}", enclave, reason);
    }

    /** The client's enclave of this id; NOT_FOUND or INVALID_ARGUMENT otherwise. Another client's is as unknown as one that never was. */
    HostedEnclave find(Client client, ByteString id) {
        if (id.size() != ID_BYTES) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("enclave id: found " + id.size() + " bytes, wanted " + ID_BYTES)
                    .asRuntimeException();
        }
        var entry = enclaves.get(id);
        if (entry == null || !entry.enclave().client().equals(client)) {
            throw Status.NOT_FOUND
                    .withDescription("no enclave of this client has that id; it may have ended")
                    .asRuntimeException();
        }
        return entry.enclave();
    }

    /** The client's enclave of this id, once; FAILED_PRECONDITION from then on. */
    HostedEnclave attach(Client client, ByteString id) {
        var enclave = find(client, id);
        if (!enclave.claim()) {
            throw Status.FAILED_PRECONDITION
                    .withDescription(
                            enclave + " has a client already or is ending; wanted one that waits for its client")
                    .asRuntimeException();
        }
        return enclave;
    }

    /** The enclaves of this client, in the order of their start. */
    List<HostedEnclave> of(Client client) {
        return enclaves.values().stream()
                .filter(entry -> entry.enclave().client().equals(client))
                .sorted(Comparator.comparingLong(Entry::order))
                .map(Entry::enclave)
                .toList();
    }

    /** Ends all enclaves, and those that are still being started as soon as they are; does not wait. */
    void endAll(String why) {
        closed = why;
        for (var entry : enclaves.values()) {
            blocking.execute(() -> entry.enclave().end(why));
        }
    }

    private ByteString newId() {
        var id = new byte[ID_BYTES];
        random.nextBytes(id);
        return ByteString.copyFrom(id);
    }
}
