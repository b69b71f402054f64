package dev.adyton.attestation.hardware;

import java.io.Serial;

/** Someone else used the way to evidence at the same time, so what came may be theirs. */
final class ConflictException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    ConflictException(String message) {
        super(message);
    }
}
