package dev.adyton.host.remote;

import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.host.api.spi.EnclaveSession;

/**
 * Loads enclaves on the machine of a provision server: brings the image there unless the server has it, has an enclave started and attaches to
 * it. Thread-safe.
 */
public final class RemoteLoader implements EnclaveLoader, AutoCloseable {
    /** A loader that takes over the configuration's {@link RemoteProvision}; connects with the first enclave. */
    public RemoteLoader(RemoteLoadConfig config) {
        throw new UnsupportedOperationException(config.toString());
    }

    @Override
    public String backend() {
        return "remote";
    }

    /**
     * {@inheritDoc}
     *
     * <p>UNAVAILABLE: the server cannot be reached, with its address; DEADLINE_EXCEEDED: it did not answer within the connect deadline;
     * RESOURCE_EXHAUSTED: the server's limits; INTERNAL: it started something else than this image.
     */
    @Override
    public EnclaveSession load(EnclaveLoadConfig config) {
        throw new UnsupportedOperationException();
    }

    /**
     * Ends the sessions that are left, closes the connections, calls {@link RemoteProvision#finish} and waits for all of it. A second call
     * does nothing.
     */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
