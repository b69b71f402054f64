package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Looks for what a launcher should not have left. */
final class Leftovers {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Leftovers() {}

    /** No process and no directory: both are gone when close or launch returns, so nothing is waited for. */
    static void assertNone(Path directory) throws IOException {
        assertThat(ProcessHandle.current().descendants()).isEmpty();
        assertNoDirectory(directory);
        assertNoThread();
    }

    static void assertNoDirectory(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("adyton-")))
                    .isEmpty();
        }
    }

    /** Waits for the platform threads; their last instructions come after what they complete. */
    private static void assertNoThread() {
        for (var thread : ownThreads()) {
            try {
                assertThat(thread.join(PATIENCE)).as("end of %s", thread).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static List<Thread> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("adyton-"))
                .toList();
    }

    /** Waits for the end of a process that is not a child of this one. */
    static void awaitEnd(long pid) throws Exception {
        var process = ProcessHandle.of(pid);
        if (process.isPresent()) {
            process.get().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
