package dev.adyton.communicator;

import io.grpc.Context;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the callbacks of one call one after another, in the call's context, on another executor. That executor may be changed at
 * any time: what it has not begun then runs on the new one, so nothing is lost with an executor that has stopped to run
 * things.
 *
 * <p>Thread-safe. Adding and running are two steps, so that a thread that handles a whole record starts each call once.
 */
final class SerialExecutor implements Runnable {
    /** A virtual thread for each go. */
    static final Executor VIRTUAL = Thread::startVirtualThread;

    private enum State {
        IDLE,
        SCHEDULED,
        RUNNING
    }

    private final Context context;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private Executor target;
    private State state = State.IDLE;
    private volatile @Nullable Thread runner;

    SerialExecutor(Context context, Executor target) {
        this.context = context;
        this.target = target;
    }

    /** Puts the task, which must not throw, behind the others; {@link #kick} sees to it that it runs. */
    synchronized void add(Runnable task) {
        tasks.add(task);
    }

    /** To be called without any lock held, since an executor may run what it is given at once. */
    void kick() {
        Executor next;
        synchronized (this) {
            if (state != State.IDLE || tasks.isEmpty()) return;
            state = State.SCHEDULED;
            next = target;
        }
        schedule(next);
    }

    /** From now on runs on virtual threads; what the executor so far has begun it goes on with. */
    void leaveExecutor() {
        synchronized (this) {
            target = VIRTUAL;
            if (state != State.SCHEDULED) return;
        }
        // If the old executor runs it all the same, whoever comes second finds nothing to do.
        schedule(VIRTUAL);
    }

    /** Whether the caller is inside a task. */
    boolean isCurrentThread() {
        return Thread.currentThread().equals(runner);
    }

    @Override
    public void run() {
        synchronized (this) {
            if (state != State.SCHEDULED) return;
            state = State.RUNNING;
        }
        var outside = context.attach();
        runner = Thread.currentThread();
        try {
            for (var task = next(); task != null; task = next()) task.run();
        } finally {
            context.detach(outside);
        }
    }

    private synchronized @Nullable Runnable next() {
        var task = tasks.poll();
        if (task == null) {
            state = State.IDLE;
            runner = null;
        }
        return task;
    }

    private void schedule(Executor executor) {
        try {
            executor.execute(this);
        } catch (RejectedExecutionException e) {
            // An executor that has been shut down must not leave a call without its end.
            leaveExecutor();
        }
    }
}
