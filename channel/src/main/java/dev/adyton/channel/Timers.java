package dev.adyton.channel;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Time, as one channel sees it. Thread-safe. */
interface Timers extends AutoCloseable {
    /** Runs the task, which must be short, after this time; never, if these timers have been closed. */
    Timer after(Duration delay, Runnable task);

    /** One task that waits. */
    @FunctionalInterface
    interface Timer {
        /** Does nothing when the task has begun. */
        void cancel();
    }

    /** Nothing is begun any more; does not wait. */
    @Override
    void close();

    /** The time of this machine. A task that waits is a sleeping virtual thread, so of closed timers nothing is left. */
    static Timers system(String name) {
        return new Sleeping("adyton-channel-timer-" + name);
    }

    /** Of {@link #system}. */
    final class Sleeping implements Timers {
        private final String name;
        private final Set<Task> waiting = ConcurrentHashMap.newKeySet();
        private volatile boolean closed;

        private Sleeping(String name) {
            this.name = name;
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            var waits = new Task(delay, task);
            waiting.add(waits);
            waits.thread.start();
            // Who closes sees either this task or, by this, is seen.
            if (closed) waits.cancel();
            return waits;
        }

        @Override
        public void close() {
            closed = true;
            waiting.forEach(Task::cancel);
        }

        private final class Task implements Runnable, Timer {
            private final Duration delay;
            private final Runnable action;
            private final Thread thread;

            /** By the task itself or by its cancellation: an action must not run into an interrupt, which would close what it writes to. */
            private final AtomicBoolean claimed = new AtomicBoolean();

            Task(Duration delay, Runnable action) {
                this.delay = delay;
                this.action = action;
                thread = Thread.ofVirtual().name(name).unstarted(this);
            }

            @Override
            public void run() {
                try {
                    Thread.sleep(delay);
                    if (claimed.compareAndSet(false, true)) action.run();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    waiting.remove(this);
                }
            }

            @Override
            public void cancel() {
                if (claimed.compareAndSet(false, true)) thread.interrupt();
            }
        }
    }
}
