package dev.adyton.channel;

import dev.adyton.attestation.appraise.AttestationResult;
import java.io.Serial;

/** The other end was appraised and refused; the result has every reason. */
public final class PeerRefusedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient AttestationResult result;

    /** @param result not accepted */
    public PeerRefusedException(AttestationResult result) {
        super(result.line());
        this.result = result;
    }

    /** The refusal with every rule. */
    public AttestationResult result() {
        return result;
    }
}
