package dev.adyton.enclave.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** A resource whose use the kernel bounds for a control group: cgroup-v1/memory.txt, pids.txt, sched-design-CFS.txt and cgroup-v2.rst of Linux. */
enum Controller {
    /** Memory of all kinds, touched pages only; swap is memory too. Who wants more when nothing can be reclaimed is killed. */
    MEMORY {
        @Override
        void bound(Path group, boolean unified, Bounds bounds) throws IOException {
            var bytes = Long.toString(bounds.memoryBytes());
            Files.writeString(group.resolve(unified ? "memory.max" : "memory.limit_in_bytes"), bytes);
            // Absent where the kernel accounts no swap.
            writeIfPresent(
                    group.resolve(unified ? "memory.swap.max" : "memory.memsw.limit_in_bytes"), unified ? "0" : bytes);
        }
    },

    /** Threads and processes; who wants more is refused it. */
    PIDS {
        @Override
        void bound(Path group, boolean unified, Bounds bounds) throws IOException {
            Files.writeString(group.resolve("pids.max"), Integer.toString(bounds.threads()));
        }
    },

    /** Processor time: groups that want it at the same time get equal shares of it, however many threads they have. */
    CPU {
        @Override
        void bound(Path group, boolean unified, Bounds bounds) {
            // A new group has the weight of every other one.
        }

        @Override
        void weigh(Path group, boolean unified, int processors) throws IOException {
            if (unified) {
                Files.writeString(group.resolve("cpu.weight"), Integer.toString(Math.min(100 * processors, 10_000)));
            } else {
                Files.writeString(group.resolve("cpu.shares"), Integer.toString(1024 * processors));
            }
        }
    };

    /** Its name to the kernel. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Bounds what the processes of a group use of it.
     *
     * @param unified whether this is a group of version 2
     */
    abstract void bound(Path group, boolean unified, Bounds bounds) throws IOException;

    /**
     * Gives the group of all enclaves as much weight as so many processes outside of it have.
     *
     * @param unified whether this is a group of version 2
     */
    void weigh(Path group, boolean unified, int processors) throws IOException {
        // Only processor time is shared out by weight.
    }

    private static void writeIfPresent(Path file, String value) throws IOException {
        if (Files.exists(file)) {
            try {
                Files.writeString(file, value);
            } catch (NoSuchFileException e) {
                throw new IOException("the control group was removed by somebody else: " + file, e);
            }
        }
    }

    /**
     * What the processes of a group may use together.
     *
     * @param memoryBytes of all kinds
     * @param threads threads and processes
     */
    record Bounds(long memoryBytes, int threads) {}
}
