package dev.adyton.cli;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.enclave.launcher.LauncherOptions;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.host.remote.ProvisionCredentials;
import dev.adyton.host.remote.RemoteLoadConfig;
import dev.adyton.host.remote.RemoteLoader;
import dev.adyton.host.remote.RemoteProvision;
import dev.adyton.host.remote.RemoteProxyClientConfig;
import dev.adyton.host.runtime.InProcessLoader;
import dev.adyton.host.runtime.ProcessLoader;
import dev.adyton.host.runtime.SandboxLoader;

/** Where an enclave is to run. */
sealed interface Place {
    /** In this JVM, for debugging. */
    record InProcess() implements Place {}

    /** In a process of its own on this machine, unconfined, for debugging. */
    record OwnProcess() implements Place {}

    /**
     * In a confined process of its own on this machine.
     *
     * @param required the least that it has to be confined
     */
    record Sandbox(Confinement required) implements Place {}

    /**
     * At a provision server that is started for it as a child process on this machine.
     *
     * @param required the least that the server has to confine it
     */
    record LocalServer(Confinement required) implements Place {}

    /**
     * At a provision server that runs already.
     *
     * @param address where it listens
     * @param credentials how to talk to it
     */
    record Server(HostPort address, ProvisionCredentials credentials) implements Place {
        /** On this machine, in plaintext. */
        Server(HostPort address) {
            this(address, ProvisionCredentials.loopback());
        }
    }

    /** The place in a few words. */
    default String describe() {
        return switch (this) {
            case InProcess() -> "in the application's own JVM";
            case OwnProcess() -> "on this machine, unconfined";
            case Sandbox(var _) -> "on this machine";
            case LocalServer(var _) -> "a provision server on this machine";
            case Server(var address, var _) -> "provision server " + address;
        };
    }

    /** A loader for this place; closing it ends what it started. */
    default Opened open() {
        return switch (this) {
            case InProcess() -> new Opened(new InProcessLoader(), () -> {});
            case OwnProcess() -> {
                var loader = new ProcessLoader();
                yield new Opened(loader, loader::close);
            }
            case Sandbox(var required) -> {
                var loader = new SandboxLoader(LauncherOptions.defaults().withRequired(required));
                yield new Opened(loader, loader::close);
            }
            case LocalServer(var required) -> remote(RemoteProvision.local(required));
            case Server(var address, var credentials) ->
                remote(RemoteProvision.server(address.host(), address.port(), credentials));
        };
    }

    private static Opened remote(RemoteProvision provision) {
        var loader = new RemoteLoader(new RemoteLoadConfig(RemoteProxyClientConfig.defaultsWithProvision(provision)));
        return new Opened(loader, loader::close);
    }

    /**
     * A loader and how it is closed.
     *
     * @param loader starts enclaves at the place
     * @param onClose ends what the loader started and waits for it; may be run twice
     */
    record Opened(EnclaveLoader loader, Runnable onClose) implements AutoCloseable {
        @Override
        public void close() {
            onClose.run();
        }
    }
}
