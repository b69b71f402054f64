package dev.adyton.testkit;

import dev.adyton.host.api.spi.EnclaveLoader;

/** A backend that is ready to load enclaves, and all that was started for it. */
public interface OpenBackend extends AutoCloseable {
    /** Loads enclaves there; usable until this is closed. */
    EnclaveLoader loader();

    /** Ends all that was started for the backend, its enclaves too, and waits until it is gone. A second call does nothing. */
    @Override
    void close();
}
