package dev.adyton.enclave.launcher;

import dev.adyton.protocol.ImageManifest;
import java.util.List;

/** What the JVM of an enclave may use: told to the JVM itself and, for what it does not keep to, to the kernel. */
final class JvmLimits {
    /** Classes and what the JVM knows of them. */
    private static final long METASPACE_BYTES = 256 << 20;

    private static final long CODE_CACHE_BYTES = 128 << 20;
    private static final long STACK_BYTES = 1 << 20;

    /** What is left: the JVM itself, its tables, the class data that it shares with others, buffers of the C library. */
    private static final long OTHER_BYTES = 192 << 20;

    /** Threads of the JVM and its runtime, and bubblewrap, with room for what comes and goes. */
    private static final int OWN_THREADS = 64;

    private JvmLimits() {}

    /** What the JVM keeps to by itself: the image's memory limit holds for its heap and once more for its direct buffers. */
    static List<String> flags(ImageManifest manifest) {
        long limitBytes = manifest.getMemoryLimitBytes();
        return List.of(
                "-Xmx" + limitBytes,
                "-XX:MaxDirectMemorySize=" + limitBytes,
                "-XX:MaxMetaspaceSize=" + METASPACE_BYTES,
                "-XX:ReservedCodeCacheSize=" + CODE_CACHE_BYTES,
                "-XX:ThreadStackSize=" + STACK_BYTES / 1024,
                // It is told both, since a confined process can look up neither.
                "-XX:-UseContainerSupport",
                "-XX:ActiveProcessorCount=" + Runtime.getRuntime().availableProcessors());
    }

    /** What all its processes may use together, if the JVM keeps to its flags and its application to the image's limits. */
    static Controller.Bounds bounds(ImageManifest manifest) {
        int threads = manifest.getThreadLimit() + OWN_THREADS;
        long memoryBytes = 2 * manifest.getMemoryLimitBytes()
                + METASPACE_BYTES
                + CODE_CACHE_BYTES
                + threads * STACK_BYTES
                + OTHER_BYTES;
        return new Controller.Bounds(memoryBytes, threads);
    }
}
