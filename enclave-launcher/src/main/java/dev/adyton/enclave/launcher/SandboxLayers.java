package dev.adyton.enclave.launcher;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.confinement.SelfConfinement;
import dev.adyton.confinement.Support;
import java.util.List;

/**
 * What this machine has to confine enclave processes with. Looked for once in a JVM.
 *
 * @param seccomp system call filters, which an enclave process puts on itself
 * @param namespaces what starts a process in namespaces of its own
 * @param limits what else holds a process back, for the user to read
 */
public record SandboxLayers(SandboxLayer seccomp, SandboxLayer namespaces, List<SandboxLayer> limits) {
    /** Copies. */
    public SandboxLayers {
        limits = List.copyOf(limits);
    }

    /** Those of this machine. The first call may start a process to try one out; thread-safe. */
    public static SandboxLayers ofThisMachine() {
        return Found.LAYERS;
    }

    /** The strongest confinement that an enclave can have here, at most this one. */
    public Confinement strongest(Confinement atMost) {
        var strongest = !seccomp.usable()
                ? Confinement.PROCESS
                : namespaces.usable() ? Confinement.NAMESPACES : Confinement.SECCOMP;
        return strongest.compareTo(atMost) < 0 ? strongest : atMost;
    }

    /** Why an enclave cannot be confined that much here. */
    String missing(Confinement wanted) {
        var missing = wanted == Confinement.NAMESPACES && seccomp.usable() ? namespaces : seccomp;
        return missing.detail();
    }

    private static final class Found {
        static final SandboxLayers LAYERS = new SandboxLayers(seccompLayer(), namespacesLayer(), List.of());

        private static SandboxLayer seccompLayer() {
            return switch (SelfConfinement.support()) {
                case Support.Available() ->
                    new SandboxLayer(
                            "seccomp", true, "a process gives up the system calls that computing does not take");
                case Support.Unavailable(var reason) -> new SandboxLayer("seccomp", false, reason);
            };
        }

        private static SandboxLayer namespacesLayer() {
            return new SandboxLayer("namespaces", false, "enclaves are not started in namespaces yet");
        }
    }
}
