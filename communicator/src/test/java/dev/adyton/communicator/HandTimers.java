package dev.adyton.communicator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Time that goes on when the test says so; what is due runs on the test's thread. */
final class HandTimers implements Timers {
    private final List<Task> tasks = new ArrayList<>();
    private long nowNanos = Long.MAX_VALUE - 1000;

    private ScheduledExecutorService executor;

    private record Task(long atNanos, Runnable action) {}

    @Override
    public synchronized long nanoTime() {
        return nowNanos;
    }

    @Override
    public synchronized Timer schedule(Runnable task, long delayNanos) {
        var scheduled = new Task(nowNanos + delayNanos, task);
        tasks.add(scheduled);
        return () -> {
            synchronized (this) {
                tasks.remove(scheduled);
            }
        };
    }

    /** Deadlines of contexts go by the time of the machine. */
    @Override
    public synchronized ScheduledExecutorService executor() {
        if (executor == null)
            executor = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().factory());
        return executor;
    }

    @Override
    public synchronized void close() {
        tasks.clear();
        if (executor != null) executor.shutdownNow();
    }

    void advance(Duration by) {
        var end = nanoTime() + by.toNanos();
        while (true) {
            Task next;
            synchronized (this) {
                next = tasks.stream()
                        .filter(t -> t.atNanos() - end <= 0)
                        .min(Comparator.comparingLong(t -> t.atNanos() - end))
                        .orElse(null);
                if (next == null) {
                    nowNanos = end;
                    return;
                }
                tasks.remove(next);
                nowNanos = next.atNanos();
            }
            next.action().run();
        }
    }
}
