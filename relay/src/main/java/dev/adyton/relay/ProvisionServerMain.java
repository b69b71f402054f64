package dev.adyton.relay;

/**
 * The provision server as the child process of one application, for local provisioning: {@code [--listen HOST:PORT] [--storage DIR]}, by default
 * a free loopback port. Prints one line {@code READY <port>} on standard output and ends when its standard input ends.
 *
 * <p>Exit codes: 0 ended in order, 1 could not start (the reason is on standard error), 2 bad arguments.
 */
public final class ProvisionServerMain {
    private ProvisionServerMain() {}

    /** Starts the server and waits for the end of standard input. */
    public static void main(String[] args) {
        throw new UnsupportedOperationException();
    }
}
