package dev.adyton.communicator;

import io.grpc.Status;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/** Asks a silent peer whether it lives, and says so when it does not answer. Thread-safe. */
final class Keepalive {
    private final Timers timers;
    private final String name;
    private final long timeNanos;
    private final long timeoutNanos;
    private final Runnable ask;
    private final Consumer<Status> dead;
    private volatile long heardNanos;
    private volatile boolean stopped;

    Keepalive(Timers timers, CommunicatorOptions options, Runnable ask, Consumer<Status> dead) {
        this.timers = timers;
        this.name = options.name();
        this.timeNanos = options.keepaliveTime().toNanos();
        this.timeoutNanos = options.keepaliveTimeout().toNanos();
        this.ask = ask;
        this.dead = dead;
        heardNanos = timers.nanoTime();
    }

    void start() {
        if (timeNanos > 0) timers.schedule(this::watch, timeNanos);
    }

    /** Something has come from the other side. */
    void heard() {
        heardNanos = timers.nanoTime();
    }

    void stop() {
        stopped = true;
    }

    private void watch() {
        var quiet = timers.nanoTime() - heardNanos;
        if (stopped) return;
        if (quiet < timeNanos) {
            timers.schedule(this::watch, timeNanos - quiet);
        } else {
            var asked = timers.nanoTime();
            timers.schedule(() -> judge(asked), timeoutNanos);
            ask.run();
        }
    }

    private void judge(long askedNanos) {
        if (stopped) return;
        if (heardNanos - askedNanos >= 0) {
            watch();
            return;
        }
        var silent = Duration.ofNanos(timers.nanoTime() - heardNanos).truncatedTo(ChronoUnit.MILLIS);
        dead.accept(Status.UNAVAILABLE.withDescription(name + ": nothing heard from the other side for " + silent
                + ", wanted an answer within " + Duration.ofNanos(timeoutNanos)));
    }
}
