package dev.adyton.testkit;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what nothing announces, by asking again and again. */
final class Await {
    private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

    private Await() {}

    /** Asks until there is nothing, within the time; answers what there was last. */
    static <T extends Collection<?>> T empty(Duration patience, Supplier<T> ask) {
        var start = System.nanoTime();
        var found = ask.get();
        while (!found.isEmpty() && System.nanoTime() - start < patience.toNanos()) {
            LockSupport.parkNanos(PAUSE_NANOS);
            found = ask.get();
        }
        return found;
    }
}
