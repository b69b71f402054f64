package dev.adyton.host.runtime;

import dev.adyton.enclave.launcher.LauncherOptions;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.host.api.spi.EnclaveSession;

/**
 * Runs each enclave in a confined JVM of its own on this machine, started by a launcher inside this one, with records over a Unix socket. The
 * enclaves die with this JVM. What confinement is: {@code docs/sandbox.md}.
 *
 * <p>An enclave is confined as far as the machine allows, at most {@link LauncherOptions#strongest()}. Where that is less than
 * {@link LauncherOptions#required()} it is not started: FAILED_PRECONDITION says what is missing. The level is in the enclave's evidence, and evidence of less than
 * what is required is not accepted either, unless the application brings an appraiser of its own.
 */
public final class SandboxLoader implements EnclaveLoader, AutoCloseable {
    private final LaunchedSessions sessions;

    /**
     * A loader that starts enclaves with this JVM's Java and the enclave runtime found on its class path or module path, and
     * none that is confined less than by a system call filter.
     *
     * @throws IllegalStateException when a part of the enclave runtime is not there, naming it
     */
    public SandboxLoader() {
        this(LauncherOptions.defaults());
    }

    /** A loader that starts enclaves as told. */
    public SandboxLoader(LauncherOptions options) {
        sessions = new LaunchedSessions(options);
    }

    @Override
    public String backend() {
        return "sandbox";
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
