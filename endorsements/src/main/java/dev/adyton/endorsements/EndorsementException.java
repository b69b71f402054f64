package dev.adyton.endorsements;

import java.io.Serial;

/** Endorsements could not be had; the message names the service and shows what was found and wanted. */
public final class EndorsementException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    EndorsementException(String message) {
        super(message);
    }

    EndorsementException(String message, Throwable cause) {
        super(message, cause);
    }
}
