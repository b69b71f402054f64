package dev.adyton.enclave.launcher;

import dev.adyton.attestation.simulated.RunningRoots;
import dev.adyton.confinement.ConfinementException;
import dev.adyton.confinement.Landlock;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files that a launcher process needs.
 *
 * @param readable that it reads, with all below them
 * @param writable that it also writes, with all below them
 */
record LauncherFiles(List<Path> readable, List<Path> writable) {
    /** Where people and services have their data, below the root of the file system. All else there is the system, to be read. */
    private static final Set<Path> DATA = Set.of(
            Path.of("/home"),
            Path.of("/root"),
            Path.of("/srv"),
            Path.of("/mnt"),
            Path.of("/media"),
            Path.of("/tmp"),
            Path.of("/var"),
            Path.of("/run"));

    /** The system's ways to evidence, and devices that every program may write to. */
    private static final List<Path> SYSTEM = Stream.of(
                    "/sys/kernel/config",
                    "/dev/attestation",
                    "/dev/nsm",
                    "/dev/sev-guest",
                    "/dev/null",
                    "/dev/zero",
                    "/dev/random",
                    "/dev/urandom")
            .map(Path::of)
            .toList();

    /** Those of a launcher that was told this. What it needs and does not exist yet it cannot make later. */
    static LauncherFiles of(LauncherMain.Settings settings) {
        var options = settings.options();
        var readable = new ArrayList<>(system());
        readable.add(Path.of(System.getProperty("java.home")));
        readable.add(options.javaHome());
        readable.add(settings.images());
        readable.addAll(options.enclaveClassPath());
        for (var path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            readable.add(Path.of(path));
        }
        var writable = new ArrayList<>(SYSTEM);
        writable.add(options.directory());
        writable.add(RunningRoots.beside(options.simulatedRoot()).directory());
        options.aotCache().ifPresent(writable::add);
        writable.addAll(ControlMounts.places());
        return new LauncherFiles(List.copyOf(readable), List.copyOf(writable));
    }

    private static List<Path> system() {
        var found = new ArrayList<Path>();
        try (var all = Files.newDirectoryStream(Path.of("/"), Files::isDirectory)) {
            for (var directory : all) {
                var real = directory.toRealPath();
                if (DATA.stream().noneMatch(data -> directory.equals(data) || real.startsWith(data))) {
                    found.add(real);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("The directories of this system cannot be listed: " + e, e);
        }
        return found;
    }

    /**
     * From here on this thread, and those that it starts, have no others.
     *
     * @throws ConfinementException when the system refuses
     */
    void holdThisThread() throws ConfinementException {
        Landlock.hold(readable, writable);
    }
}
