package dev.adyton.host.api;

import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.protocol.EnclaveFinal;
import java.util.Optional;

/**
 * Loads enclaves, knows them by name and ends them. Several managers may exist beside each other; names are unique in each. Thread-safe.
 */
public final class EnclaveManager implements AutoCloseable {
    /** A manager of no enclaves yet. */
    public EnclaveManager() {}

    /**
     * Starts an enclave, calls its {@code TrustedApplication.initialize} and waits for it, however long it takes.
     *
     * @return the enclave, running
     * @throws io.grpc.StatusRuntimeException the application's own status when its initialize failed; ALREADY_EXISTS when the name is in use;
     *     FAILED_PRECONDITION when this manager is closed; else why the loader could not start it. Nothing is left of the enclave.
     */
    public EnclaveClient load(EnclaveLoadConfig config, EnclaveLoader loader) {
        throw new UnsupportedOperationException();
    }

    /** The enclave of this name, from when it was started until it is destroyed; one that has aborted is still found. */
    public Optional<EnclaveClient> client(String name) {
        throw new UnsupportedOperationException();
    }

    /** {@link #destroy(EnclaveClient, EnclaveFinal)} with nothing to tell the application. */
    public void destroy(EnclaveClient client) {
        destroy(client, EnclaveFinal.getDefaultInstance());
    }

    /**
     * Calls {@code TrustedApplication.finish} if the enclave is running, waits for it, then ends the enclave whatever the answer was and
     * waits until it is gone; its name is free again. An interrupt ends the wait for {@code finish}, not the one for the end. Destroying
     * an enclave again does nothing.
     *
     * @throws io.grpc.StatusRuntimeException the application's own status when its finish failed; the enclave is gone all the same
     * @throws IllegalArgumentException when this manager did not load it
     */
    public void destroy(EnclaveClient client, EnclaveFinal input) {
        throw new UnsupportedOperationException();
    }

    /**
     * Destroys all enclaves at the same time, each with an empty {@link EnclaveFinal}, and waits until all are gone. An application that
     * has not finished after 30 seconds is ended. From here on {@link #load} is refused. A second call does nothing more.
     *
     * @throws io.grpc.StatusRuntimeException the first failure of an application's finish, with the others suppressed; all enclaves are gone
     */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
