package dev.adyton.testkit.attack;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.enclave.launcher.LauncherOptions;
import dev.adyton.enclave.launcher.SandboxLayers;
import dev.adyton.host.runtime.SandboxLoader;
import java.nio.file.Path;
import java.util.Optional;

/** How much the enclaves of a test are confined; exactly so much, whatever else the machine could do. */
enum Level {
    SECCOMP(Confinement.SECCOMP),
    NAMESPACES(Confinement.NAMESPACES);

    private final Confinement confinement;

    Level(Confinement confinement) {
        this.confinement = confinement;
    }

    /** What evidence says of it. */
    Confinement confinement() {
        return confinement;
    }

    /** Why this machine does not have it. */
    Optional<String> unavailability() {
        var layers = SandboxLayers.ofThisMachine();
        if (layers.strongest(confinement) == confinement) {
            return Optional.empty();
        }
        var missing = layers.seccomp().usable() ? layers.namespaces() : layers.seccomp();
        return Optional.of(missing.name() + ": " + missing.detail());
    }

    /** A loader that starts enclaves at this level, in this directory. */
    SandboxLoader loader(Path directory) {
        return new SandboxLoader(options(LauncherOptions.defaults(), directory));
    }

    /** These options, for enclaves at this level in this directory. */
    LauncherOptions options(LauncherOptions options, Path directory) {
        return options.withDirectory(directory).withRequired(confinement).withStrongest(confinement);
    }
}
