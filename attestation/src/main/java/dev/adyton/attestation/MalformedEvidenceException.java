package dev.adyton.attestation;

import java.io.Serial;

/** Bytes are not the evidence, claims or endorsement that they should be; the message shows what was found and wanted. */
public final class MalformedEvidenceException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public MalformedEvidenceException(String message) {
        super(message);
    }
}
