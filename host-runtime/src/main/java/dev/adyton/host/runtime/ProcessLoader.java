package dev.adyton.host.runtime;

import dev.adyton.enclave.launcher.LauncherOptions;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.host.api.spi.EnclaveSession;

/**
 * Runs each enclave in a JVM of its own on this machine, started by a launcher inside this one, with records over a Unix socket. The
 * enclaves die with this JVM.
 */
public final class ProcessLoader implements EnclaveLoader, AutoCloseable {
    /** A loader that starts enclaves with this JVM's Java and the enclave runtime found on its class path or module path. */
    public ProcessLoader() {
        this(LauncherOptions.defaults());
    }

    /** A loader that starts enclaves as told. */
    public ProcessLoader(LauncherOptions options) {}

    @Override
    public String backend() {
        return "process";
    }

    @Override
    public EnclaveSession load(EnclaveLoadConfig config) {
        throw new UnsupportedOperationException();
    }

    /** Ends all enclaves that are still there and waits until they are gone. */
    @Override
    public void close() {}
}
