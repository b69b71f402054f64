package dev.adyton.communicator;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.Status;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Ends a call of this side when its deadline passes or its context is cancelled. */
final class Expiry {
    private final Context context;
    private final Timers timers;
    private final @Nullable Deadline deadline;
    private final long grantedNanos;
    private volatile Timers.@Nullable Timer timer;
    private volatile Context.@Nullable CancellationListener listener;

    Expiry(Context context, @Nullable Deadline own, Timers timers) {
        this.context = context;
        this.timers = timers;
        var contexts = context.getDeadline();
        deadline = own == null ? contexts : contexts == null ? own : own.minimum(contexts);
        grantedNanos = deadline == null ? 0 : deadline.timeRemaining(TimeUnit.NANOSECONDS);
    }

    /** Why the call must not even begin; null when it may. */
    @Nullable Status reason() {
        if (context.isCancelled()) return Contexts.statusFromCancelled(context);
        return deadline != null && deadline.isExpired() ? exceeded() : null;
    }

    /** What is left of the deadline for the other side, at least 1; 0: no deadline. */
    long remainingNanos() {
        return deadline == null ? 0 : Math.max(1, deadline.timeRemaining(TimeUnit.NANOSECONDS));
    }

    /** To be {@linkplain #stop stopped} by who ends the call, also when that happens before this has returned. */
    void start(Consumer<Status> end) {
        if (deadline != null) {
            timer = timers.schedule(() -> end.accept(exceeded()), deadline.timeRemaining(TimeUnit.NANOSECONDS));
        }
        if (context.equals(Context.ROOT)) return;
        Context.CancellationListener cancelled = c -> end.accept(Contexts.statusFromCancelled(c));
        listener = cancelled;
        context.addListener(cancelled, Runnable::run);
    }

    void stop() {
        var running = timer;
        if (running != null) running.cancel();
        var listening = listener;
        if (listening != null) context.removeListener(listening);
    }

    private Status exceeded() {
        var seconds = String.format(Locale.ROOT, "%.3f", grantedNanos / 1e9);
        return Status.DEADLINE_EXCEEDED.withDescription("no answer within the deadline, which left " + seconds + " s");
    }
}
