package dev.adyton.enclave.launcher;

import dev.adyton.protocol.ImageManifest;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An enclave process that has no image yet; it gets one, once.
 *
 * @param jvm the process
 * @param directory its own
 * @param limits what it was started with
 * @param name under which its log lines appear; the enclave's, once it is one
 */
record EmptyEnclave(ChildJvm jvm, PrivateDirectory directory, Limits limits, AtomicReference<String> name) {
    /** Ends it; there is nothing in it that could be lost. Waits until it is gone. */
    void discard() {
        jvm.kill();
        jvm.awaitExit();
    }

    /**
     * What of an image's manifest goes into the command line of its JVM, and so cannot be changed any more.
     *
     * @param memoryBytes {@code memory_limit_bytes}
     * @param threads {@code thread_limit}
     */
    record Limits(long memoryBytes, int threads) {
        /** Those that images have where nobody says otherwise. */
        static final Limits DEFAULT = new Limits(256L << 20, 256);

        static Limits of(ImageManifest manifest) {
            return new Limits(manifest.getMemoryLimitBytes(), manifest.getThreadLimit());
        }

        /** A manifest that says nothing else. */
        ImageManifest manifest() {
            return ImageManifest.newBuilder()
                    .setMemoryLimitBytes(memoryBytes)
                    .setThreadLimit(threads)
                    .build();
        }
    }

    /** Starts such processes. */
    interface Starter {
        /** Starts one; does not wait for it to boot. */
        EmptyEnclave start(Limits limits) throws LaunchException;
    }
}
