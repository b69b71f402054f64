package dev.adyton.testkit.attack;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what nothing announces. */
final class Soon {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(15).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

    private Soon() {}

    /** Asks until it is so; fails after 15 s. */
    static void becomes(String what, BooleanSupplier so) {
        var start = System.nanoTime();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new AssertionError("after 15 s it is still not so that " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
