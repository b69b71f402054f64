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
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * What an enclave process has of its launcher after boot: it lives as long as the launcher does, and the launcher has it vouched for. The launcher is
 * trusted, yet every value from it is checked. Thread-safe.
 */
final class LauncherLine implements Attester {
    /** Longer than a platform takes for a quote; a channel's own timeout is less. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LauncherStreams streams;
    private final Duration patience;
    private final SynchronousQueue<EvidenceReply> replies = new SynchronousQueue<>();
    private long asked;
    private boolean broken;

    LauncherLine(LauncherStreams streams, Duration patience) {
        this.streams = streams;
        this.patience = patience;
    }

    /**
     * Hands on the launcher's replies; returns when the launcher is gone.
     *
     * @throws IOException when it says what nobody asked for, or the pipe fails
     */
    void listen() throws IOException, InterruptedException {
        while (true) {
            EvidenceReply reply;
            try {
                reply = LauncherMessages.read(streams.in(), EvidenceReply.parser(), "evidence reply");
            } catch (EOFException e) {
                return;
            }
            if (!replies.offer(reply, patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("evidence reply: found " + reply.getId() + ", wanted none, as nobody waits");
            }
        }
    }

    /** Asks the launcher, one caller after the other. A launcher that did not answer in time is not asked again. */
    @Override
    public synchronized Evidence attest(Bytes binder) throws EvidenceUnavailableException {
        if (broken) {
            throw new EvidenceUnavailableException("the launcher has not answered an earlier request");
        }
        // Until its answer has come.
        broken = true;
        asked++;
        var reply = ask(EvidenceRequest.newBuilder()
                .setId(asked)
                .setBinder(ByteString.copyFrom(binder.toByteArray()))
                .build());
        broken = false;
        return evidence(reply);
    }

    private EvidenceReply ask(EvidenceRequest request) throws EvidenceUnavailableException {
        try {
            request.writeDelimitedTo(streams.out());
            streams.out().flush();
            var reply = replies.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (reply == null) {
                throw new EvidenceUnavailableException(
                        "the launcher gave no answer within " + patience.toMillis() + " ms");
            }
            if (reply.getId() != request.getId()) {
                throw new EvidenceUnavailableException(
                        "the launcher answered request " + reply.getId() + ", wanted " + request.getId());
            }
            return reply;
        } catch (IOException e) {
            throw new EvidenceUnavailableException("the launcher does not hear: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EvidenceUnavailableException("interrupted while the launcher was asked", e);
        }
    }

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
