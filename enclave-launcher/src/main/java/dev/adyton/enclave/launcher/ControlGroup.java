package dev.adyton.enclave.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What bounds the processes of one enclave together. Where no controller can be used, it bounds nothing. Thread-safe.
 *
 * @param groups directories, one per hierarchy
 * @param memoryEvents the kernel's file that counts whom it killed for want of memory
 * @param bounds what they may use
 */
record ControlGroup(List<Path> groups, Optional<Path> memoryEvents, Controller.Bounds bounds) implements AutoCloseable {
    /** Bounds nothing. */
    static final ControlGroup NONE = new ControlGroup(List.of(), Optional.empty(), new Controller.Bounds(0, 0));

    private static final Duration REMOVE_PATIENCE = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(5);

    /** Puts a process with all its threads into it; its children follow from then on. */
    void add(long pid) throws IOException {
        for (var group : groups) {
            Files.writeString(group.resolve("cgroup.procs"), Long.toString(pid));
        }
    }

    /** Whether the kernel has killed a process of it because it wanted more memory than it may. */
    boolean ranOutOfMemory() {
        if (memoryEvents.isEmpty()) {
            return false;
        }
        try (var lines = Files.lines(memoryEvents.get())) {
            return lines.anyMatch(line -> line.startsWith("oom_kill ") && !line.equals("oom_kill 0"));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /** Removes it; its processes are gone, though the kernel may take a moment to notice. A second call does nothing. */
    @Override
    public void close() {
        groups.forEach(ControlGroup::remove);
    }

    private static void remove(Path group) {
        long end = System.nanoTime() + REMOVE_PATIENCE.toNanos();
        while (true) {
            try {
                Files.deleteIfExists(group);
                return;
            } catch (IOException e) {
                if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                    // Removed when the next launcher starts, as after a crash.
                    System.getLogger(ControlGroup.class.getPackageName())
                            .log(Level.WARNING, "Control group {0} could not be removed: {1}", group, e);
                    return;
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
