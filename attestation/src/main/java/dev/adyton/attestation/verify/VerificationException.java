package dev.adyton.attestation.verify;

import java.io.Serial;

/** Evidence is not authentic. */
public final class VerificationException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final String check;
    private final String found;
    private final String wanted;

    /**
     * @param check what was checked, e.g. {@code signature}
     * @param found in words or as a value; never a secret
     * @param wanted in words or as a value
     */
    public VerificationException(String check, String found, String wanted) {
        super(check + ": found " + found + ", wanted " + wanted);
        this.check = check;
        this.found = found;
        this.wanted = wanted;
    }

    /** What was checked. */
    public String check() {
        return check;
    }

    /** What was found. */
    public String found() {
        return found;
    }

    /** What was wanted. */
    public String wanted() {
        return wanted;
    }
}
