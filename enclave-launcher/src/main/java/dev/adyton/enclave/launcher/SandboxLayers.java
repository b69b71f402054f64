package dev.adyton.enclave.launcher;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.confinement.Landlock;
import dev.adyton.confinement.SelfConfinement;
import dev.adyton.confinement.Support;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What this machine has to confine enclave processes and launchers with. Looked for once in a JVM.
 *
 * @param seccomp system call filters, which an enclave process puts on itself
 * @param namespaces what starts a process in namespaces of its own
 * @param limits what else holds a process back, for the user to read
 */
public record SandboxLayers(SandboxLayer seccomp, SandboxLayer namespaces, List<SandboxLayer> limits) {
    private static final Path OWN_STATUS = Path.of("/proc/self/status");

    /** {@code linux/capability.h}: CAP_SYS_PTRACE, the right to look into the processes of others. */
    private static final int LOOK_INTO_OTHERS = 19;

    /** Copies. */
    public SandboxLayers {
        limits = List.copyOf(limits);
    }

    /** Those of this machine. The first call may start a process to try one out; thread-safe. */
    public static SandboxLayers ofThisMachine() {
        return Found.LAYERS;
    }

    /**
     * What a launcher aims at that was not told: all there is for root, whose other processes can look into every process anyway; {@link Confinement#SECCOMP} for an ordinary
     * user and for a root without that right, since Linux lets other processes of a user look into those in a user namespace that it made.
     */
    static Confinement usual() {
        try {
            return usual(Files.readAllLines(OWN_STATUS));
        } catch (IOException e) {
            return Confinement.SECCOMP;
        }
    }

    /** @param status of the launcher's process, as in proc(5) */
    static Confinement usual(List<String> status) {
        boolean root = status.stream().anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"));
        boolean looksIntoOthers = status.stream()
                .filter(line -> line.matches("CapEff:\\s+[0-9a-f]{1,16}"))
                .map(line -> Long.parseUnsignedLong(line.replaceFirst("CapEff:\\s+", ""), 16))
                .anyMatch(rights -> (rights >>> LOOK_INTO_OTHERS & 1) != 0);
        return root && looksIntoOthers ? Confinement.NAMESPACES : Confinement.SECCOMP;
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

    /** What starts processes in namespaces of their own, where {@link #namespaces()} is usable. */
    static Optional<Bubblewrap> bubblewrap() {
        return Found.BUBBLEWRAP instanceof Bubblewrap.Works(var bubblewrap)
                ? Optional.of(bubblewrap)
                : Optional.empty();
    }

    private static final class Found {
        static final Bubblewrap.Trial BUBBLEWRAP = Bubblewrap.tryOut(Path.of(System.getProperty("java.home")));
        static final SandboxLayers LAYERS = new SandboxLayers(seccompLayer(), namespacesLayer(), limitLayers());

        private static SandboxLayer seccompLayer() {
            return switch (SelfConfinement.support()) {
                case Support.Available() ->
                    ThreadConfinement.blindness()
                            .map(reason -> new SandboxLayer("seccomp", false, reason))
                            .orElseGet(() -> new SandboxLayer(
                                    "seccomp",
                                    true,
                                    "a process gives up the system calls that computing does not take"));
                case Support.Unavailable(var reason) -> new SandboxLayer("seccomp", false, reason);
            };
        }

        private static SandboxLayer namespacesLayer() {
            return switch (BUBBLEWRAP) {
                case Bubblewrap.Works(var bubblewrap) ->
                    new SandboxLayer("namespaces", true, "bubblewrap, " + bubblewrap.program() + whenOnly());
                case Bubblewrap.Missing(var why) -> new SandboxLayer("namespaces", false, why);
            };
        }

        private static String whenOnly() {
            return usual() == Confinement.NAMESPACES
                    ? ""
                    : "; where it is asked for, as other processes of this user can look into such an enclave";
        }

        private static List<SandboxLayer> limitLayers() {
            try (var groups = ControlGroups.ofThisProcess()) {
                return Stream.concat(
                                Stream.of(Controller.values())
                                        .map(controller -> layer(
                                                controller, groups.problems().get(controller))),
                                Stream.of(landlockLayer()))
                        .toList();
            }
        }

        private static SandboxLayer landlockLayer() {
            return switch (Landlock.support()) {
                case Support.Available() ->
                    new SandboxLayer(
                            "landlock",
                            true,
                            "version " + Landlock.version()
                                    + ", keeps a provision server's launcher in its directories");
                case Support.Unavailable(var reason) -> new SandboxLayer("landlock", false, reason);
            };
        }

        private static SandboxLayer layer(Controller controller, @Nullable String problem) {
            return new SandboxLayer(
                    "cgroup " + controller.id(),
                    problem == null,
                    problem == null ? "one group for each enclave" : problem);
        }
    }
}
