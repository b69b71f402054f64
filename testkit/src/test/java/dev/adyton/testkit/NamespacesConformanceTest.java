package dev.adyton.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.enclave.launcher.LauncherOptions;
import dev.adyton.enclave.launcher.SandboxLayers;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.host.runtime.SandboxLoader;

/** In namespaces of its own, where this machine has bubblewrap and lets it work. */
class NamespacesConformanceTest extends BackendConformance {
    @Override
    protected OpenBackend open() {
        return namespaces();
    }

    /** A backend that is confined no less than by namespaces and a system call filter. */
    static OpenBackend namespaces() {
        var layers = SandboxLayers.ofThisMachine();
        assumeTrue(layers.seccomp().usable(), layers.seccomp().detail());
        assumeTrue(layers.namespaces().usable(), layers.namespaces().detail());
        var loader = new SandboxLoader(LauncherOptions.defaults().withRequired(Confinement.NAMESPACES));
        return new OpenBackend() {
            @Override
            public EnclaveLoader loader() {
                return loader;
            }

            @Override
            public void close() {
                loader.close();
            }
        };
    }
}
