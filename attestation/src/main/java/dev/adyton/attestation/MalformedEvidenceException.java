package dev.adyton.attestation;

import java.io.Serial;

/** Bytes are not the evidence, claims or endorsement that they should be; the message shows what was found and wanted. */
public final class MalformedEvidenceException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public MalformedEvidenceException(String message) {
        super(message);
    }

    /** The bytes could be read, but a value may not be what they say. */
    MalformedEvidenceException(IllegalArgumentException cause) {
        super(cause.getMessage(), cause);
    }
}
