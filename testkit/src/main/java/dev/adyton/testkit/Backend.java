package dev.adyton.testkit;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.enclave.launcher.LauncherOptions;
import dev.adyton.enclave.launcher.SandboxLayers;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.host.runtime.InProcessLoader;
import dev.adyton.host.runtime.ProcessLoader;
import dev.adyton.host.runtime.SandboxLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Where the enclaves of a test run. */
public enum Backend {
    /** In this JVM. */
    IN_PROCESS {
        @Override
        public Optional<String> unavailability() {
            return Optional.empty();
        }

        @Override
        public OpenBackend open() {
            return new LocalBackend(new InProcessLoader(), () -> {});
        }
    },
    /** In a process of its own on this machine, unconfined. */
    PROCESS {
        @Override
        public OpenBackend open() {
            var loader = new ProcessLoader();
            return new LocalBackend(loader, loader::close);
        }
    },
    /** In a process of its own on this machine, confined by a system call filter alone. */
    SANDBOX {
        @Override
        public Optional<String> unavailability() {
            var layers = SandboxLayers.ofThisMachine();
            return layers.seccomp().usable()
                    ? super.unavailability()
                    : Optional.of(layers.seccomp().detail());
        }

        @Override
        public OpenBackend open() {
            var loader = new SandboxLoader(
                    LauncherOptions.defaults().withRequired(Confinement.SECCOMP).withStrongest(Confinement.SECCOMP));
            return new LocalBackend(loader, loader::close);
        }
    },
    /** Behind a provision server that is started as a child process. */
    REMOTE_LOCAL {
        @Override
        public OpenBackend open() {
            return RemoteBackend.withLocalProvision();
        }
    },
    /** Behind a provision server that listens on a free port of this machine. */
    REMOTE_SERVER {
        @Override
        public OpenBackend open() {
            return RemoteBackend.withServer();
        }
    };

    /** Why enclaves cannot run there on this machine; empty when they can. */
    public Optional<String> unavailability() {
        // A Java runtime made with jlink may have no launcher of its own.
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        return Files.isExecutable(java)
                ? Optional.empty()
                : Optional.of("found no executable " + java + ", which enclave processes are started with");
    }

    /**
     * Starts what the backend needs.
     *
     * @throws io.grpc.StatusRuntimeException why it could not be started
     */
    public abstract OpenBackend open();

    /** Its name in reports, e.g. {@code in-process}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private record LocalBackend(EnclaveLoader loader, Runnable end) implements OpenBackend {
        @Override
        public void close() {
            end.run();
        }
    }
}
