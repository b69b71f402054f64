package dev.adyton.confinement;

/** A process could not be confined, or not as far as was asked; what it has given up by then it does not get back. */
public final class ConfinementException extends Exception {
    private static final long serialVersionUID = 1;

    ConfinementException(String message) {
        super(message);
    }
}
