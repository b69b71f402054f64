package dev.adyton.enclave.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a process has confined itself by seccomp, as the kernel shows it to others ({@code proc_pid_status(5)}). A child of a confined process is
 * confined from the start, so it is the filters of its own that count: those that this process has not.
 */
final class ThreadConfinement {
    private static final Path OWN_STATUS = Path.of("/proc/self/status");

    private ThreadConfinement() {}

    /**
     * Why no process that this one starts could show that it has confined itself; empty where it can. Filters that this process has already, as in most containers, are handed down, and Linux before
     * 5.9 does not count them.
     */
    static Optional<String> blindness() {
        return blindness(OWN_STATUS);
    }

    static Optional<String> blindness(Path ownStatus) {
        try {
            var own = status(ownStatus);
            return filters(own) == 0 || own.containsKey("Seccomp_filters")
                    ? Optional.empty()
                    : Optional.of(
                            "the launcher has a system call filter itself, and this Linux does not tell how many a"
                                    + " process has, wanted 5.9 or newer");
        } catch (IOException e) {
            return Optional.of("what the kernel tells of the launcher's own confinement cannot be read: " + e);
        }
    }

    /** What is wrong with a thread of the process; empty where each of them has a filter of its own, can get no privileges and is not traced. */
    static Optional<String> problem(long pid) {
        return problem(OWN_STATUS, Path.of("/proc", Long.toString(pid), "task"));
    }

    static Optional<String> problem(Path ownStatus, Path tasks) {
        try (var threads = Files.newDirectoryStream(tasks)) {
            int inherited = filters(status(ownStatus));
            boolean none = true;
            for (var thread : threads) {
                var problem = problemOfThread(thread, inherited);
                if (problem.isPresent()) {
                    return problem;
                }
                none = false;
            }
            return none ? Optional.of("Found no threads in " + tasks) : Optional.empty();
        } catch (IOException | DirectoryIteratorException e) {
            return Optional.of("The threads in " + tasks + " cannot be looked at: " + e);
        }
    }

    private static Optional<String> problemOfThread(Path thread, int inherited) throws IOException {
        Map<String, String> status;
        try {
            status = status(thread.resolve("status"));
        } catch (NoSuchFileException e) {
            // Threads come and go; the new ones have what the one that made them has.
            return Optional.empty();
        }
        int filters = filters(status);
        if (filters <= inherited) {
            return problem(thread, filters + " system call filters", "more than the launcher's own " + inherited);
        }
        if (!"1".equals(status.get("NoNewPrivs"))) {
            return problem(thread, "NoNewPrivs: " + status.get("NoNewPrivs"), "1");
        }
        // Whoever traced it already when it became undumpable would do so still.
        return "0".equals(status.get("TracerPid"))
                ? Optional.empty()
                : problem(thread, "TracerPid: " + status.get("TracerPid"), "0, nobody");
    }

    private static Optional<String> problem(Path thread, String found, String wanted) {
        return Optional.of("Found thread " + thread.getFileName() + " with " + found + ", wanted " + wanted
                + ", though the process says that it is confined");
    }

    /** How many filters there are. Kernels before 5.9 do not count them: 1 or 0 then, which is right where the launcher itself has none. */
    private static int filters(Map<String, String> status) {
        if (!"2".equals(status.get("Seccomp"))) {
            return 0;
        }
        return Integer.parseInt(status.getOrDefault("Seccomp_filters", "1"));
    }

    private static Map<String, String> status(Path file) throws IOException {
        var fields = new HashMap<String, String>();
        for (var line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        return fields;
    }
}
