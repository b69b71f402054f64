package dev.adyton.testkit;

import java.util.Optional;

/** Where the enclaves of a test run. */
public enum Backend {
    /** In this JVM. */
    IN_PROCESS,
    /** In a process of its own on this machine. */
    PROCESS,
    /** Behind a provision server that is started as a child process. */
    REMOTE_LOCAL,
    /** Behind a provision server that listens on a free port of this machine. */
    REMOTE_SERVER;

    /** Why enclaves cannot run there on this machine; empty when they can. */
    public Optional<String> unavailability() {
        return Optional.empty();
    }

    /**
     * Starts what the backend needs.
     *
     * @throws io.grpc.StatusRuntimeException why it could not be started
     */
    public OpenBackend open() {
        throw new UnsupportedOperationException();
    }
}
