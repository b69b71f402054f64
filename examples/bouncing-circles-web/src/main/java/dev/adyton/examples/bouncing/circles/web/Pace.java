package dev.adyton.examples.bouncing.circles.web;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Time as the application goes by it, so that a test can turn the hands. */
interface Pace {
    /** The time that passes by itself. */
    Pace REAL = new Pace() {
        @Override
        public long now() {
            return System.nanoTime();
        }

        @Override
        public void sleepUntil(long nanos) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(nanos - now());
        }
    };

    /** Nanoseconds since some moment. */
    long now();

    /** Waits until that moment of {@link #now}; returns at once when it has passed. */
    void sleepUntil(long nanos) throws InterruptedException;

    /** What has passed since that moment of {@link #now}. */
    default Duration since(long nanos) {
        return Duration.ofNanos(now() - nanos);
    }
}
