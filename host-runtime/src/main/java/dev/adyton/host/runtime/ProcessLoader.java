package dev.adyton.host.runtime;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.enclave.launcher.LauncherOptions;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.host.api.spi.EnclaveSession;

/**
 * Runs each enclave in a JVM of its own on this machine, started by a launcher inside this one, with records over a Unix socket. The
 * enclaves die with this JVM.
 *
 * <p><b>For debugging.</b> The process is not confined: what runs in it has all rights of its user. {@link SandboxLoader} confines it.
 */
public final class ProcessLoader implements EnclaveLoader, AutoCloseable {
    private final LaunchedSessions sessions;

    /**
     * A loader that starts enclaves with this JVM's Java and the enclave runtime found on its class path or module path.
     *
     * @throws IllegalStateException when a part of the enclave runtime is not there, naming it
     */
    public ProcessLoader() {
        this(LauncherOptions.defaults());
    }

    /** A loader that starts enclaves as told, but for what is said of confinement. */
    public ProcessLoader(LauncherOptions options) {
        sessions = new LaunchedSessions(options.withStrongest(Confinement.PROCESS));
    }

    @Override
    public String backend() {
        return "process";
    }

    @Override
    public EnclaveSession load(EnclaveLoadConfig config) {
        return sessions.load(config);
    }

    /**
     * Ends all enclaves that are still there, without finish, and waits until they are gone. Starts no more. To have them finish, close
     * the manager first: in a try-with-resources, open it after the loader.
     */
    @Override
    public void close() {
        sessions.close();
    }
}
