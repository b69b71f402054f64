package dev.adyton.attestation.appraise;

import java.io.Serial;

/** A part of a policy makes no sense; keeps what was found and wanted, so that a reader of files can name the place. */
final class BadExpectationException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String found;
    private final String wanted;

    BadExpectationException(String what, String found, String wanted) {
        super("policy, " + what + ": found " + found + ", wanted " + wanted);
        this.found = what + " " + found;
        this.wanted = wanted;
    }

    String found() {
        return found;
    }

    String wanted() {
        return wanted;
    }
}
