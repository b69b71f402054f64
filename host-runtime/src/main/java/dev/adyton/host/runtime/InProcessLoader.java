package dev.adyton.host.runtime;

import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.host.api.spi.EnclaveSession;

/**
 * Runs each enclave in this JVM, under a class loader of its own, with records in memory: for debugging, since nothing keeps the host
 * away from the enclave's memory. Owns nothing beside the sessions it made.
 */
public final class InProcessLoader implements EnclaveLoader {
    /** A loader of enclaves in this JVM. */
    public InProcessLoader() {}

    @Override
    public String backend() {
        return "in-process";
    }

    @Override
    public EnclaveSession load(EnclaveLoadConfig config) {
        throw new UnsupportedOperationException();
    }
}
