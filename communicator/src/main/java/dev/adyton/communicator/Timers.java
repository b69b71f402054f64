package dev.adyton.communicator;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Time, as one session sees it. */
interface Timers extends AutoCloseable {
    /** Nanoseconds since any fixed moment. */
    long nanoTime();

    /** Runs the task, which must be short, after so many nanoseconds; never, if these timers have been closed. */
    Timer schedule(Runnable task, long delayNanos);

    /** What a {@link io.grpc.Context} wants for its deadlines. */
    ScheduledExecutorService executor();

    /** One scheduled task. */
    interface Timer {
        /** Does nothing when the task has begun. */
        void cancel();
    }

    /** Nothing is run any more; does not wait. */
    @Override
    void close();

    /** The time of this machine, with one daemon thread. */
    static Timers system(String name) {
        var executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("adyton-timer-" + name).factory());
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return new Timers() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public Timer schedule(Runnable task, long delayNanos) {
                try {
                    var scheduled = executor.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
                    return () -> scheduled.cancel(false);
                } catch (RejectedExecutionException e) {
                    return () -> {};
                }
            }

            @Override
            public ScheduledExecutorService executor() {
                return executor;
            }

            @Override
            public void close() {
                executor.shutdown();
            }
        };
    }
}
