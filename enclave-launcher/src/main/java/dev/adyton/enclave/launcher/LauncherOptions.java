package dev.adyton.enclave.launcher;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.attestation.simulated.SimulatedRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a launcher starts enclave processes.
 *
 * @param javaHome the Java runtime of the enclaves; {@code bin/java} in it is started
 * @param enclaveClassPath absolute paths of the jars and class folders that hold the enclave runtime, and nothing else
 * @param bootTimeout how long an enclave may take until it is ready; more than zero
 * @param directory absolute path of an existing directory, in which each enclave gets one that only this user may enter. A path of
 *     at most 73 bytes, since a Unix socket's may have 107
 * @param simulatedRoot directory that holds the root of the simulated platform ({@link SimulatedRoot#in}), which vouches for the enclaves; the root is made
 *     where there is none. Where that is not possible, or the directory is refused, the launcher uses a root in memory and logs a warning: its
 *     enclaves run, but nobody trusts their evidence who does not ask for {@link Launcher#simulatedRoot()}. A {@link LauncherProcess} always has a new root in
 *     memory, whose fingerprint it publishes beside that directory while it runs ({@link dev.adyton.attestation.simulated.RunningRoots})
 * @param strongest how much the enclaves are confined where the machine allows it; at least {@link Confinement#PROCESS}
 * @param required the least that they have to be confined; a launch that does not reach it fails. At least {@link Confinement#PROCESS}, at most {@code strongest}
 * @param warm how many empty enclave processes wait for an image; 0 to 64
 * @param aotCache directory of the ahead-of-time caches with which enclave processes start faster; made where there is none, and a cache in it in the background after
 *     the first launch. Only its owner may enter it, otherwise it is not used and a warning logged. Absent: none are used or made
 * @param platform what vouches for the enclaves; a launch for which this machine has it not fails
 */
public record LauncherOptions(
        Path javaHome,
        List<Path> enclaveClassPath,
        Duration bootTimeout,
        Path directory,
        Path simulatedRoot,
        Confinement strongest,
        Confinement required,
        int warm,
        Optional<Path> aotCache,
        PlatformChoice platform) {
    /** Time to boot when nothing else is said. */
    public static final Duration DEFAULT_BOOT_TIMEOUT = Duration.ofSeconds(30);

    /** Most warm processes. */
    public static final int MAX_WARM = 64;

    /** Checks and copies. */
    public LauncherOptions {
        enclaveClassPath = List.copyOf(enclaveClassPath);
        if (bootTimeout.isNegative() || bootTimeout.isZero()) {
            throw new IllegalArgumentException("The boot timeout must be more than zero, found " + bootTimeout);
        }
        if (required.compareTo(Confinement.PROCESS) < 0 || strongest.compareTo(required) < 0) {
            throw new IllegalArgumentException(
                    "A launcher confines at least as %s and at most as it is told, found required %s and strongest %s"
                            .formatted(Confinement.PROCESS.label(), required.label(), strongest.label()));
        }
        if (warm < 0 || warm > MAX_WARM) {
            throw new IllegalArgumentException("Warm processes are 0 to " + MAX_WARM + ", found " + warm);
        }
    }

    /**
     * This JVM's Java runtime, the enclave runtime as this program's class path or module path has it, 30 s to boot, the
     * user's runtime directory ({@code XDG_RUNTIME_DIR}) or else the JVM's directory for temporary files, and this user's simulated root on this machine
     * ({@link SimulatedRoot#machineDirectory()}), which vouches for the enclaves. Enclaves are confined by a system call filter; started by root, where this machine has them, by namespaces too
     * (for an ordinary user, whose other processes could then look into them, only where {@link #withStrongest} or {@link #withRequired} says so). None is warm, and
     * ahead-of-time caches are in {@code adyton/aot} in the user's directory of caches ({@code XDG_CACHE_HOME}, otherwise {@code ~/.cache}).
     *
     * @throws IllegalStateException when a part of the enclave runtime is missing, or not in a file or folder; says which one
     */
    public static LauncherOptions defaults() {
        return new LauncherOptions(
                Path.of(System.getProperty("java.home")),
                EnclaveClassPath.find(EnclaveClassPath.PARTS, LauncherOptions.class.getClassLoader()),
                DEFAULT_BOOT_TIMEOUT,
                runtimeDirectory(),
                SimulatedRoot.machineDirectory(),
                SandboxLayers.usual(),
                Confinement.SECCOMP,
                0,
                Optional.of(AotDirectory.ofUser()),
                PlatformChoice.SIMULATED);
    }

    /** These options with another Java runtime. */
    public LauncherOptions withJavaHome(Path javaHome) {
        return with(draft -> draft.javaHome = javaHome);
    }

    /** These options with another class path. */
    public LauncherOptions withEnclaveClassPath(List<Path> enclaveClassPath) {
        return with(draft -> draft.enclaveClassPath = enclaveClassPath);
    }

    /** These options with another boot timeout. */
    public LauncherOptions withBootTimeout(Duration bootTimeout) {
        return with(draft -> draft.bootTimeout = bootTimeout);
    }

    /** These options with another directory. */
    public LauncherOptions withDirectory(Path directory) {
        return with(draft -> draft.directory = directory);
    }

    /** These options with another directory of the simulated platform's root. */
    public LauncherOptions withSimulatedRoot(Path simulatedRoot) {
        return with(draft -> draft.simulatedRoot = simulatedRoot);
    }

    /** These options with another strongest confinement; what is required falls with it. */
    public LauncherOptions withStrongest(Confinement strongest) {
        return with(draft -> {
            draft.strongest = strongest;
            draft.required = required.compareTo(strongest) < 0 ? required : strongest;
        });
    }

    /** These options with another confinement that is required; the strongest rises with it. */
    public LauncherOptions withRequired(Confinement required) {
        return with(draft -> {
            draft.required = required;
            draft.strongest = strongest.compareTo(required) > 0 ? strongest : required;
        });
    }

    /** These options with another number of warm processes. */
    public LauncherOptions withWarm(int warm) {
        return with(draft -> draft.warm = warm);
    }

    /** These options with another directory of ahead-of-time caches, or none. */
    public LauncherOptions withAotCache(Optional<Path> aotCache) {
        return with(draft -> draft.aotCache = aotCache);
    }

    /** These options with another platform. */
    public LauncherOptions withPlatform(PlatformChoice platform) {
        return with(draft -> draft.platform = platform);
    }

    private LauncherOptions with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.finished();
    }

    private static Path runtimeDirectory() {
        var runtime = System.getenv("XDG_RUNTIME_DIR");
        if (runtime != null && Path.of(runtime).isAbsolute() && Files.isWritable(Path.of(runtime))) {
            return Path.of(runtime);
        }
        return Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    }

    /** A copy that is being changed. */
    private static final class Draft {
        private Path javaHome;
        private List<Path> enclaveClassPath;
        private Duration bootTimeout;
        private Path directory;
        private Path simulatedRoot;
        private Confinement strongest;
        private Confinement required;
        private int warm;
        private Optional<Path> aotCache;
        private PlatformChoice platform;

        Draft(LauncherOptions from) {
            javaHome = from.javaHome;
            enclaveClassPath = from.enclaveClassPath;
            bootTimeout = from.bootTimeout;
            directory = from.directory;
            simulatedRoot = from.simulatedRoot;
            strongest = from.strongest;
            required = from.required;
            warm = from.warm;
            aotCache = from.aotCache;
            platform = from.platform;
        }

        LauncherOptions finished() {
            return new LauncherOptions(
                    javaHome,
                    enclaveClassPath,
                    bootTimeout,
                    directory,
                    simulatedRoot,
                    strongest,
                    required,
                    warm,
                    aotCache,
                    platform);
        }
    }
}
