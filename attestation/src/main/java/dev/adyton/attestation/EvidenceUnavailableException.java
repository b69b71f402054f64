package dev.adyton.attestation;

import java.io.Serial;

/** No evidence could be obtained; the message says why. */
public final class EvidenceUnavailableException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public EvidenceUnavailableException(String message) {
        super(message);
    }

    public EvidenceUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
