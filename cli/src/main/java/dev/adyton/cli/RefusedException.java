package dev.adyton.cli;

import java.io.Serial;

/** What the command was to check could be checked, and is not acceptable: another exit code than a check that failed. */
final class RefusedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    RefusedException(String reason) {
        super(reason);
    }
}
