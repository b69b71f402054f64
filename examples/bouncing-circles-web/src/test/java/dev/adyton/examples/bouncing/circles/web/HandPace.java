package dev.adyton.examples.bouncing.circles.web;

import java.time.Duration;

/** Time that stands still until a test moves it. Thread-safe. */
final class HandPace implements Pace {
    private long now;
    private long awaited = Long.MIN_VALUE;

    @Override
    public synchronized long now() {
        return now;
    }

    @Override
    public synchronized void sleepUntil(long nanos) throws InterruptedException {
        awaited = nanos;
        notifyAll();
        while (now < nanos) {
            wait();
        }
        awaited = Long.MIN_VALUE;
    }

    synchronized void pass(Duration time) {
        now += time.toNanos();
        notifyAll();
    }

    /** Waits until somebody sleeps, and lets time pass to the moment for which he does. */
    synchronized void awake() throws InterruptedException {
        while (awaited <= now) {
            wait();
        }
        now = awaited;
        notifyAll();
    }
}
