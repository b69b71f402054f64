package dev.adyton.cli;

import dev.adyton.attestation.simulated.SimulatedRoot;
import dev.adyton.enclave.launcher.LauncherOptions;
import dev.adyton.relay.ProvisionServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** What the command finds around itself: Java, system, directories. */
final class Surroundings {
    private Surroundings() {}

    /** One line for each thing. */
    static List<String> describe() {
        return List.of(
                line("Adyton", Version.current()),
                line("Java", java()),
                line("System", system()),
                line("Enclave class path", found(Surroundings::enclaveClassPath)),
                line("Demo image", found(Surroundings::demoImage)),
                line("Simulated root", simulatedRoot()),
                line("Ahead-of-time cache", found(PrepareCommand::describeOwn)),
                line("Image cache", directory(ProvisionServerOptions.defaultStorage())),
                line("Temporary files", directory(Path.of(System.getProperty("java.io.tmpdir")))));
    }

    private static String java() {
        return Runtime.version() + " (" + System.getProperty("java.vendor") + ") in " + System.getProperty("java.home");
    }

    private static String system() {
        var runtime = Runtime.getRuntime();
        return String.format(
                Locale.ROOT,
                "%s %s %s, %d processors, %d MiB heap at most",
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                runtime.availableProcessors(),
                runtime.maxMemory() >> 20);
    }

    private static String enclaveClassPath() {
        var path = LauncherOptions.defaults().enclaveClassPath();
        return path.size() + " files, first " + path.getFirst();
    }

    private static String demoImage() {
        try {
            return DemoImage.file() + ", measurement "
                    + DemoImage.read().measurement().shortHex();
        } catch (IOException e) {
            return "not usable: " + Failures.describe(e);
        }
    }

    /** Made where there is none, as by every backend. */
    private static String simulatedRoot() {
        var directory = SimulatedRoot.machineDirectory();
        try {
            return SimulatedRoot.in(directory).fingerprint() + " in " + directory;
        } catch (IOException e) {
            return "not usable: " + Failures.describe(e);
        }
    }

    private static String found(Supplier<String> finding) {
        try {
            return finding.get();
        } catch (IllegalStateException e) {
            return "not usable: " + Failures.describe(e);
        }
    }

    /** A directory that does not exist yet is as good as the nearest one above it. */
    private static String directory(Path directory) {
        for (var up = directory.toAbsolutePath(); up != null; up = up.getParent()) {
            if (Files.exists(up)) {
                var state = Files.isWritable(up) ? "writable" : "NOT writable";
                return directory + (up.equals(directory.toAbsolutePath()) ? "" : " (not made yet)") + ", " + state;
            }
        }
        return directory + ", NOT writable";
    }

    private static String line(String name, String value) {
        return String.format(Locale.ROOT, "%-20s %s", name, value);
    }
}
