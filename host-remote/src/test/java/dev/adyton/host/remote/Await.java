package dev.adyton.host.remote;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what nothing announces, such as a file's end. */
final class Await {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private Await() {}

    interface Condition {
        boolean holds() throws Exception;
    }

    static void until(Condition condition) {
        long end = System.nanoTime() + BOUND.toNanos();
        try {
            while (!condition.holds()) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("not within " + BOUND);
                }
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
