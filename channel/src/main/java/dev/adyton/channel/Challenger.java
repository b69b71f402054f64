package dev.adyton.channel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.ChannelBinding;
import dev.adyton.attestation.Evidence;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.Role;
import dev.adyton.attestation.appraise.Appraiser;
import dev.adyton.attestation.appraise.AttestationResult;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLKeyException;
import org.jspecify.annotations.Nullable;

/** Has the other end prove what it is, once for each {@link #ask()}, each with a nonce of its own that is good for one answer. Thread-safe. */
final class Challenger {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Line line;
    private final String name;
    private final Role peer;
    private final Tls tls;
    private final Appraiser appraiser;
    private final Timers timers;
    private final Duration limit;

    private final ReentrantLock asking = new ReentrantLock();
    private final AtomicReference<@Nullable Question> pending = new AtomicReference<>();
    private volatile @Nullable Status stopped;
    private volatile @Nullable AttestationResult accepted;

    private record Question(Bytes nonce, CompletableFuture<Bytes> evidence) {}

    Challenger(Line line, String name, Role peer, Tls tls, Appraiser appraiser, Timers timers, Duration limit) {
        this.line = line;
        this.name = name;
        this.peer = peer;
        this.tls = tls;
        this.appraiser = appraiser;
        this.timers = timers;
        this.limit = limit;
    }

    /**
     * Asks, waits and appraises; after another thread that does so. A refusal, and no answer in time, end the channel. To be called on a thread that
     * nobody interrupts.
     *
     * @return an accepted result
     * @throws StatusRuntimeException with the reason for which the channel has ended
     */
    AttestationResult ask() {
        asking.lock();
        try {
            return judged(question());
        } catch (StatusRuntimeException e) {
            throw e;
        } catch (SSLKeyException | RuntimeException | Error e) {
            // Whatever it is: an end that could not be judged must not stay accepted, and who asked must hear of it.
            throw failed(
                    Status.INTERNAL
                            .withDescription(name + ": the appraisal failed: " + e)
                            .withCause(e),
                    Status.INTERNAL.withDescription("the appraisal failed"));
        } finally {
            asking.unlock();
        }
    }

    private Question question() {
        var nonce = new byte[ChannelBinding.NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        var question = new Question(Bytes.of(nonce), new CompletableFuture<>());
        pending.set(question);
        // After this, stop() sees the question, or the question sees why.
        var why = stopped;
        if (why != null) throw why.asRuntimeException();
        line.send(Wire.ATTEST, nonce);
        return question;
    }

    private AttestationResult judged(Question question) throws SSLKeyException {
        var limited = timers.after(limit, () -> late(question));
        var encoded = answer(question);
        limited.cancel();
        Evidence evidence;
        try {
            evidence = Evidence.decode(encoded);
        } catch (MalformedEvidenceException e) {
            throw failed(
                    Status.UNAUTHENTICATED
                            .withDescription(name + ": " + e.getMessage())
                            .withCause(e),
                    Status.UNAUTHENTICATED.withDescription("the evidence is malformed"));
        }
        var result = appraiser.appraise(
                evidence, tls.binder(peer, false, question.nonce().toByteArray()));
        if (!result.accepted()) {
            var refusal = new PeerRefusedException(result);
            // Which rules there are is not for an end that met none of them to know.
            throw failed(
                    Status.UNAUTHENTICATED.withDescription(result.line()).withCause(refusal),
                    Status.UNAUTHENTICATED.withDescription("the evidence was refused"));
        }
        accepted = result;
        return result;
    }

    /** The last result, if there was one that was accepted. */
    Optional<AttestationResult> accepted() {
        return Optional.ofNullable(accepted);
    }

    private static Bytes answer(Question question) {
        try {
            return question.evidence().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StatusRuntimeException why) throw why;
            throw e;
        }
    }

    private void late(Question question) {
        if (!pending.compareAndSet(question, null)) return;
        var why = failed(
                Status.UNAUTHENTICATED.withDescription(
                        name + ": the other end did not prove itself within " + limit.toMillis() + " ms"),
                Status.UNAUTHENTICATED.withDescription("no evidence came within " + limit.toMillis() + " ms"));
        question.evidence().completeExceptionally(why);
    }

    /** Evidence has come. */
    void answered(ByteBuffer content) throws ChannelFault {
        if (content.remaining() <= ChannelBinding.NONCE_BYTES || content.remaining() > Wire.MAX_EVIDENCE_BYTES) {
            throw new ChannelFault("found evidence of " + content.remaining() + " bytes with its nonce, wanted "
                    + (ChannelBinding.NONCE_BYTES + 1) + " to " + Wire.MAX_EVIDENCE_BYTES);
        }
        var nonce = new byte[ChannelBinding.NONCE_BYTES];
        content.get(nonce);
        var evidence = new byte[content.remaining()];
        content.get(evidence);
        var question = pending.get();
        if (question == null) throw new ChannelFault("found evidence that nobody has asked for, wanted none");
        // It stays pending when this fails: so stop() finds who waits for the answer.
        if (!MessageDigest.isEqual(nonce, question.nonce().toByteArray())) {
            throw new ChannelFault("found evidence for another nonce, wanted it for the one that was sent");
        }
        // Otherwise the end, or the time limit, was faster.
        if (pending.compareAndSet(question, null)) question.evidence().complete(Bytes.of(evidence));
    }

    /** The channel has ended: who waits for an answer, now or later, gets the reason. */
    void stop(Status why) {
        stopped = why;
        var question = pending.getAndSet(null);
        if (question != null) question.evidence().completeExceptionally(why.asRuntimeException());
    }

    private StatusRuntimeException failed(Status why, Status toldOther) {
        line.fail(why, toldOther);
        // It may have ended for another reason meanwhile, which then is the one to tell.
        var first = stopped;
        return (first == null ? why : first).asRuntimeException();
    }
}
