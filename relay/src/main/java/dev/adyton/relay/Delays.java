package dev.adyton.relay;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Does things later. Thread-safe. */
interface Delays extends AutoCloseable {
    /**
     * Runs the action after this time unless the result is run before. Actions must not block.
     *
     * @return calls it off; harmless at any time
     */
    Runnable after(Duration time, Runnable action);

    /** Forgets all that was to be done. */
    @Override
    void close();

    /** By the machine's clock, on a thread of its own. */
    static Delays ofSystem() {
        var timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("adyton-relay-delays").factory());
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return new Delays() {
            @Override
            public Runnable after(Duration time, Runnable action) {
                var task = timer.schedule(action, time.toNanos(), TimeUnit.NANOSECONDS);
                return () -> task.cancel(false);
            }

            @Override
            public void close() {
                timer.close();
            }
        };
    }
}
