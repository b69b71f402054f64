package dev.adyton.cli;

import java.io.IOException;
import java.io.Serial;

/** A file could be read and is no evidence of any known form. */
final class UnusableEvidenceException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    UnusableEvidenceException(String message) {
        super(message);
    }
}
