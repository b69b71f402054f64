package dev.adyton.relay;

import com.google.protobuf.ByteString;
import dev.adyton.enclave.launcher.EnclaveExit;
import dev.adyton.enclave.launcher.LaunchedEnclave;
import dev.adyton.protocol.RunningEnclave;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One enclave of this server, from its launch until its process is gone. At most one client attaches, once. Thread-safe.
 */
final class HostedEnclave {
    private final ByteString id;
    private final Client client;
    private final String name;
    private final LaunchedEnclave process;
    private final Instant startedAt;
    private final AtomicBoolean attached = new AtomicBoolean();
    private final AtomicReference<@Nullable String> reason = new AtomicReference<>();
    private final CompletableFuture<EnclaveExit> ended;

    HostedEnclave(ByteString id, Client client, String name, LaunchedEnclave process, Instant startedAt) {
        this.id = id;
        this.client = client;
        this.name = name;
        this.process = process;
        this.startedAt = startedAt;
        ended = process.ended()
                .thenApply(exit -> {
                    var asked = reason.get();
                    return asked == null ? exit : new EnclaveExit(exit.exitCode(), asked);
                })
                .toCompletableFuture();
    }

    ByteString id() {
        return id;
    }

    Client client() {
        return client;
    }

    String name() {
        return name;
    }

    LaunchedEnclave process() {
        return process;
    }

    /** True once: for the client that may attach. */
    boolean claim() {
        return attached.compareAndSet(false, true);
    }

    boolean attached() {
        return attached.get();
    }

    /** Completes when the process is gone, with the reason that it was ended for if there is one; what depends on it must not block. */
    CompletableFuture<EnclaveExit> ended() {
        return ended.copy();
    }

    /** Ends the process for this reason, unless it ends already, and waits until it is gone. */
    void end(String why) {
        // The reason of a process that is gone already was its own.
        if (!ended.isDone()) {
            reason.compareAndSet(null, why);
        }
        process.close();
    }

    RunningEnclave describe() {
        return RunningEnclave.newBuilder()
                .setName(name)
                .setMeasurement(ByteString.copyFrom(process.measurement().bytes()))
                .setPid(process.pid())
                .setStartedAtMillis(startedAt.toEpochMilli())
                .setAttached(attached())
                .build();
    }

    @Override
    public String toString() {
        return "enclave " + name + " of " + client + " (image "
                + process.measurement().shortHex() + ", pid " + process.pid() + ")";
    }
}
