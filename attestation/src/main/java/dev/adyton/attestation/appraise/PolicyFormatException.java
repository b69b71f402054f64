package dev.adyton.attestation.appraise;

import java.io.IOException;
import java.io.Serial;

/** A file is not a policy; the message names the place in it, what was found and what was wanted. */
public final class PolicyFormatException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    PolicyFormatException(Throwable cause) {
        super("Not a policy: " + cause.getMessage(), cause);
    }
}
