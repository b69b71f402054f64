package dev.adyton.channel;

import dev.adyton.attestation.Attester;
import dev.adyton.attestation.ChannelBinding;
import dev.adyton.attestation.EvidenceUnavailableException;
import dev.adyton.attestation.Role;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.net.ssl.SSLKeyException;
import org.jspecify.annotations.Nullable;

/** Answers the other end's nonces with evidence, one at a time, each on a virtual thread of its own. Thread-safe. */
final class Prover {
    private final Line line;
    private final String name;
    private final Role role;
    private final Tls tls;
    private final Optional<Attester> attester;

    private boolean holding;
    private boolean busy;
    private boolean asked;
    private byte @Nullable [] held;

    /** @param holding whether nothing is proved before {@link #release()} */
    Prover(Line line, String name, Role role, Tls tls, Optional<Attester> attester, boolean holding) {
        this.line = line;
        this.name = name;
        this.role = role;
        this.tls = tls;
        this.attester = attester;
        this.holding = holding;
    }

    /** A nonce has come. */
    void asked(ByteBuffer content) throws ChannelFault {
        if (content.remaining() != ChannelBinding.NONCE_BYTES) {
            throw new ChannelFault(
                    "found a nonce of " + content.remaining() + " bytes, wanted " + ChannelBinding.NONCE_BYTES);
        }
        var nonce = new byte[ChannelBinding.NONCE_BYTES];
        content.get(nonce);
        synchronized (this) {
            if (busy) throw new ChannelFault("found a second nonce before the first was answered, wanted one");
            busy = true;
            asked = true;
            if (holding) {
                held = nonce;
                return;
            }
        }
        begin(nonce);
    }

    /** The answer leaves. Until then no other nonce is taken, so an end that asks and does not read costs no memory. */
    synchronized void answered() {
        busy = false;
    }

    /** Whether a nonce has ever come. */
    synchronized boolean wasAsked() {
        return asked;
    }

    /** Whether a nonce waits for its answer. */
    synchronized boolean busy() {
        return busy;
    }

    /** The other end has proved itself: from now on it is answered. */
    void release() {
        byte[] nonce;
        synchronized (this) {
            holding = false;
            nonce = held;
            held = null;
        }
        if (nonce != null) begin(nonce);
    }

    private void begin(byte[] nonce) {
        Thread.ofVirtual().name("adyton-channel-prove-" + name).start(() -> prove(nonce));
    }

    private void prove(byte[] nonce) {
        try {
            var evidence = evidence(nonce);
            var answer = new byte[nonce.length + evidence.length];
            System.arraycopy(nonce, 0, answer, 0, nonce.length);
            System.arraycopy(evidence, 0, answer, nonce.length, evidence.length);
            line.send(Wire.EVIDENCE, answer);
        } catch (EvidenceUnavailableException e) {
            var why = Status.UNAUTHENTICATED.withDescription("there is no evidence: " + e.getMessage());
            line.fail(why.withDescription(name + ": " + why.getDescription()).withCause(e), why);
        } catch (SSLKeyException | RuntimeException e) {
            var why = Status.INTERNAL.withDescription("making evidence failed");
            line.fail(
                    why.withDescription(name + ": making evidence failed: " + e).withCause(e), why);
        }
    }

    private byte[] evidence(byte[] nonce) throws EvidenceUnavailableException, SSLKeyException {
        if (attester.isEmpty()) throw new EvidenceUnavailableException("nothing vouches for this end");
        return attester.get().attest(tls.binder(role, true, nonce)).encode().toByteArray();
    }
}
