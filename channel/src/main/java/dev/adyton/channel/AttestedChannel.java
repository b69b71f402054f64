package dev.adyton.channel;

import dev.adyton.attestation.appraise.AttestationResult;
import dev.adyton.records.Records;
import io.grpc.Status;
import java.util.concurrent.CompletionStage;

/**
 * One end of an attested channel over records, itself records. (Skeleton.) {@link #start} begins the handshake and returns; the endpoint is asked
 * for its first record only when this end has accepted the other and has proved itself where that was asked for. Everything that
 * goes wrong ends the channel: the endpoint's {@code closed} gets the reason, UNAUTHENTICATED for a refused peer with every rule that failed.
 * Thread-safe.
 */
public final class AttestedChannel implements Records {
    private AttestedChannel() {}

    /** The host's end: TLS client. */
    public static AttestedChannel host(Records records, ChannelOptions options) {
        throw new UnsupportedOperationException("host");
    }

    /** The enclave's end: TLS server. */
    public static AttestedChannel enclave(Records records, ChannelOptions options) {
        throw new UnsupportedOperationException("enclave");
    }

    /**
     * Completes with the accepted result of the first appraisal of the other end, or exceptionally with a {@code StatusRuntimeException}: the
     * reason for which the channel ended before. A refusal's cause is a {@link PeerRefusedException}.
     */
    public CompletionStage<AttestationResult> attested() {
        throw new UnsupportedOperationException("attested");
    }

    /**
     * Has the other end prove itself anew, with a new nonce, while calls go on. Blocks. A refused peer ends the channel.
     *
     * @throws io.grpc.StatusRuntimeException UNAUTHENTICATED when it is refused, otherwise why there was no answer
     */
    public AttestationResult attest() {
        throw new UnsupportedOperationException("attest");
    }

    @Override
    public void start(Endpoint endpoint) {
        throw new UnsupportedOperationException("start");
    }

    @Override
    public void wake() {
        throw new UnsupportedOperationException("wake");
    }

    @Override
    public void close(Status reason) {
        throw new UnsupportedOperationException("close");
    }
}
