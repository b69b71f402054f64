package dev.adyton.host.api.spi;

import dev.adyton.host.api.EnclaveLoadConfig;

/** A backend: starts enclaves in one kind of place. Thread-safe; owns nothing that outlives the sessions it made unless it says so. */
public interface EnclaveLoader {
    /** Short name for messages and logs, e.g. {@code in-process}. */
    String backend();

    /**
     * Starts an enclave of the image and connects to it; the enclave is then uninitialized. Blocks until it is ready for its first
     * call. When it fails, nothing is left of it.
     *
     * @throws io.grpc.StatusRuntimeException why it could not be started
     */
    EnclaveSession load(EnclaveLoadConfig config);
}
