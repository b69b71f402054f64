package dev.adyton.enclave.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether a process is confined by seccomp, as the kernel shows it to others ({@code proc_pid_status(5)}). */
final class ThreadConfinement {
    /** Mode 2 is a filter. */
    private static final List<String> WANTED = List.of("NoNewPrivs:\t1", "Seccomp:\t2");

    private ThreadConfinement() {}

    /** What is wrong with a thread of the process; empty where each of them has a filter and can get no privileges. */
    static Optional<String> problem(long pid) {
        return problem(Path.of("/proc", Long.toString(pid), "task"));
    }

    static Optional<String> problem(Path tasks) {
        try (var threads = Files.newDirectoryStream(tasks)) {
            for (var thread : threads) {
                var problem = problemOfThread(thread);
                if (problem.isPresent()) {
                    return problem;
                }
            }
            return Optional.empty();
        } catch (IOException | DirectoryIteratorException e) {
            return Optional.of("The threads in " + tasks + " cannot be looked at: " + e);
        }
    }

    private static Optional<String> problemOfThread(Path thread) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(thread.resolve("status"), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            // Threads come and go; the new ones have what the one that made them has.
            return Optional.empty();
        }
        return WANTED.stream()
                .filter(wanted -> !lines.contains(wanted))
                .findFirst()
                .map(wanted -> "Found thread " + thread.getFileName() + " without '" + wanted.replace('\t', ' ')
                        + "' in its status, though the process says that it is confined");
    }
}
