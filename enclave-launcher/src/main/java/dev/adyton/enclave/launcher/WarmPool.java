package dev.adyton.enclave.launcher;

import dev.adyton.enclave.launcher.EmptyEnclave.Limits;
import dev.adyton.enclave.launcher.EmptyEnclave.Starter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Empty enclave processes that wait for an image: they have booted the enclave runtime up to there, which is most of what a start takes. Each takes one image and confines itself then, and is
 * never used for a second one. They are started with the limits of the image that was launched last, since those of a JVM are fixed when it starts; an image with others is launched
 * cold. New ones are started one after the other, while no launch is under way and no waiting process was just taken; where one dies or cannot be started, the next is tried later and later, up to a minute. Thread-safe.
 */
final class WarmPool implements AutoCloseable {
    private static final Logger LOG = System.getLogger(WarmPool.class.getPackageName());

    /** Before the first new attempt after a failure, where nobody says otherwise. */
    static final Duration FIRST_DELAY = Duration.ofSeconds(1);

    /** After one was taken, where nobody says otherwise: whoever did goes on with handshake and first call, for which a JVM that starts would leave less of the processors. */
    static final Duration REST = Duration.ofMillis(500);

    private static final Duration LAST_DELAY = Duration.ofMinutes(1);
    private static final int MAX_DOUBLINGS = 16;

    private final int size;
    private final Starter starter;
    private final Duration firstDelay;
    private final Duration rest;
    private final Deque<EmptyEnclave> waiting = new ArrayDeque<>();
    private final CompletableFuture<Void> filled = new CompletableFuture<>();
    private Limits limits = Limits.DEFAULT;
    private long notBefore = System.nanoTime();
    private int launches;
    private int failures;
    private boolean closed;

    /**
     * Begins to fill itself.
     *
     * @param size how many wait; 0 for none
     * @param firstDelay before the next attempt after a failure; twice as long before each further one, at most a minute
     * @param rest after one was taken, before the next is started; launches that took none do not make it longer
     */
    WarmPool(int size, Starter starter, Duration firstDelay, Duration rest) {
        this.size = size;
        this.starter = starter;
        this.firstDelay = firstDelay;
        this.rest = rest;
        if (size == 0) {
            filled.complete(null);
        } else {
            Thread.ofVirtual().name("adyton-warm").start(this::fill);
        }
    }

    /** One process for an image with these limits, if one waits; it is the caller's from here on. */
    synchronized Optional<EmptyEnclave> take(Limits wanted) {
        while (!waiting.isEmpty()) {
            var first = waiting.peek();
            if (!first.limits().equals(wanted)) {
                return Optional.empty();
            }
            waiting.remove();
            // One that is dead was not heard of yet.
            if (first.jvm().isAlive()) {
                failures = 0;
                notBefore = System.nanoTime() + rest.toNanos();
                return Optional.of(first);
            }
        }
        return Optional.empty();
    }

    /** A launch begins; until it {@link #launched ends}, nothing is started here. */
    synchronized void launching() {
        launches++;
    }

    /** A launch of an image with these limits has ended. */
    synchronized void launched(Limits last) {
        launches--;
        limits = last;
        notifyAll();
    }

    private void fill() {
        try {
            for (var next = awaitWork(); next.isPresent(); next = awaitWork()) {
                next.get().unfit().forEach(EmptyEnclave::discard);
                if (next.get().vacant()) {
                    startOne(next.get().limits());
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        } finally {
            filled.complete(null);
        }
    }

    private void startOne(Limits wanted) {
        EmptyEnclave started;
        try {
            started = starter.start(wanted);
        } catch (LaunchException e) {
            failed("cannot be started: " + e.getMessage());
            return;
        }
        if (!add(started)) {
            started.discard();
            return;
        }
        var jvm = started.jvm();
        LOG.log(Level.DEBUG, "Process {0} waits for an image of {1}", Long.toString(jvm.pid()), wanted);
        jvm.exit().thenAccept(code -> died(started, code));
    }

    private synchronized boolean add(EmptyEnclave started) {
        if (!closed) {
            waiting.add(started);
        }
        return !closed;
    }

    /** What there is to do, once there is something; empty when it is over. */
    private synchronized Optional<Work> awaitWork() throws InterruptedException {
        while (!closed) {
            var unfit = waiting.stream()
                    .filter(each -> !each.limits().equals(limits))
                    .toList();
            waiting.removeAll(unfit);
            boolean vacant = launches == 0 && waiting.size() < size;
            long early = notBefore - System.nanoTime();
            if (!unfit.isEmpty() || (vacant && early <= 0)) {
                return Optional.of(new Work(unfit, vacant && early <= 0, limits));
            }
            // Rounded up, so that the last fraction of a millisecond is not waited for in a loop; 0 is for ever.
            wait(vacant ? TimeUnit.NANOSECONDS.toMillis(early) + 1 : 0);
        }
        return Optional.empty();
    }

    /** Of one that was taken, or is discarded, nobody wants to know here. */
    private synchronized void died(EmptyEnclave warm, int exitCode) {
        if (waiting.remove(warm)) {
            failed("ended before it had an image, " + ExitReasons.of(exitCode) + "; it wrote: "
                    + warm.jvm().lastLines());
        }
    }

    private synchronized void failed(String why) {
        var delay = firstDelay.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
        var bounded = delay.compareTo(LAST_DELAY) < 0 ? delay : LAST_DELAY;
        failures++;
        notBefore = System.nanoTime() + bounded.toNanos();
        LOG.log(
                Level.WARNING,
                "A warm process {0}; the next is started in {1} ms",
                why,
                Long.toString(bounded.toMillis()));
        notifyAll();
    }

    /** Ends those that wait, and waits until they are gone. */
    @Override
    public void close() {
        List<EmptyEnclave> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(waiting);
            waiting.clear();
            notifyAll();
        }
        Together.run(left, EmptyEnclave::discard);
        filled.join();
    }

    /**
     * What there is to do.
     *
     * @param unfit to be ended
     * @param vacant whether one is to be started
     * @param limits with which
     */
    private record Work(List<EmptyEnclave> unfit, boolean vacant, Limits limits) {}
}
