package dev.adyton.enclave.runtime;

import com.google.protobuf.ByteString;
import dev.adyton.attestation.Attester;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.Evidence;
import dev.adyton.attestation.EvidenceUnavailableException;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.protocol.EvidenceReply;
import dev.adyton.protocol.EvidenceRequest;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What an enclave process has of its launcher after boot: it lives as long as the launcher does, and the launcher has it vouched for. The launcher is
 * trusted, yet every value from it is checked. Thread-safe.
 */
final class LauncherLine implements Attester {
    /** Longer than a platform takes for a quote; a channel's own timeout is less. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LauncherStreams streams;
    private final Duration patience;
    private final AtomicReference<@Nullable Pending> pending = new AtomicReference<>();
    private long asked;

    LauncherLine(LauncherStreams streams, Duration patience) {
        this.streams = streams;
        this.patience = patience;
    }

    /**
     * Hands on the launcher's replies; returns when the launcher is gone.
     *
     * @throws IOException when it says what nobody asked for, or the pipe fails
     */
    void listen() throws IOException {
        while (true) {
            EvidenceReply reply;
            try {
                reply = LauncherMessages.read(streams.in(), EvidenceReply.parser(), "evidence reply");
            } catch (EOFException e) {
                return;
            }
            var waiting = pending.getAndSet(null);
            if (waiting == null || waiting.id() != reply.getId()) {
                throw new IOException("evidence reply: found id " + reply.getId() + ", wanted "
                        + (waiting == null ? "none" : waiting.id()));
            }
            waiting.reply().complete(reply);
        }
    }

    /** Asks the launcher, one caller after the other. */
    @Override
    public synchronized Evidence attest(Bytes binder) throws EvidenceUnavailableException {
        var waiting = new Pending(asked + 1, new CompletableFuture<>());
        if (!pending.compareAndSet(null, waiting)) {
            throw new EvidenceUnavailableException("the launcher has not answered an earlier request yet");
        }
        asked++;
        try {
            EvidenceRequest.newBuilder()
                    .setId(waiting.id())
                    .setBinder(ByteString.copyFrom(binder.toByteArray()))
                    .build()
                    .writeDelimitedTo(streams.out());
            streams.out().flush();
            return evidence(waiting.reply().get(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (IOException e) {
            throw new EvidenceUnavailableException("the launcher does not hear: " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new EvidenceUnavailableException(
                    "the launcher gave no answer within " + patience.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new AssertionError("a reply is never exceptional", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EvidenceUnavailableException("interrupted while the launcher was asked", e);
        }
    }

    /** A request whose reply has not come, whether or not somebody still waits for it. */
    private record Pending(long id, CompletableFuture<EvidenceReply> reply) {}

    private static Evidence evidence(EvidenceReply reply) throws EvidenceUnavailableException {
        return switch (reply.getOutcomeCase()) {
            case EVIDENCE -> decoded(Bytes.of(reply.getEvidence().toByteArray()));
            case UNAVAILABLE -> throw new EvidenceUnavailableException(reply.getUnavailable());
            case OUTCOME_NOT_SET ->
                throw new EvidenceUnavailableException("the launcher answered neither evidence nor why there is none");
        };
    }

    private static Evidence decoded(Bytes encoded) throws EvidenceUnavailableException {
        try {
            return Evidence.decode(encoded);
        } catch (MalformedEvidenceException e) {
            throw new EvidenceUnavailableException("the launcher answered no evidence: " + e.getMessage(), e);
        }
    }
}
