package dev.adyton.enclave.launcher;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Lets so many events through at once and so many a second afterwards. For one thread. */
final class RateLimit {
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int burst;
    private final long nanosPerEvent;
    private final LongSupplier nanoTime;
    private long paidUntil;

    /**
     * A limit that nothing has been taken from.
     *
     * @param nanoTime a clock as {@link System#nanoTime()}
     */
    RateLimit(int burst, int perSecond, LongSupplier nanoTime) {
        this.burst = burst;
        this.nanosPerEvent = NANOS_PER_SECOND / perSecond;
        this.nanoTime = nanoTime;
        this.paidUntil = nanoTime.getAsLong() - burst * nanosPerEvent;
    }

    /** Whether one more event may pass now. */
    boolean tryPass() {
        long now = nanoTime.getAsLong();
        // Differences, since nanoTime may overflow.
        if (now - paidUntil > burst * nanosPerEvent) {
            paidUntil = now - burst * nanosPerEvent;
        }
        if (now - paidUntil < nanosPerEvent) {
            return false;
        }
        paidUntil += nanosPerEvent;
        return true;
    }
}
