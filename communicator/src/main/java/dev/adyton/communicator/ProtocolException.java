package dev.adyton.communicator;

/** The other side broke the protocol, which ends the session; the message says what was found and what was wanted. */
final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1;

    ProtocolException(String message) {
        super(message);
    }
}
