package dev.adyton.examples.bouncing.circles.web;

import dev.adyton.examples.bouncing.circles.web.Viewer.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Has the circles moved 60 times a second while somebody looks, and shows everybody what comes of it. Thread-safe. Its thread is
 * {@link #run}, which returns after {@link #close}.
 */
final class Projector implements Runnable, AutoCloseable {
    /** Most browsers at a time. */
    static final int MOST_VIEWERS = 64;

    private static final long TICK_NANOS = Duration.ofSeconds(1).toNanos() / 60;
    private static final int TICKS_BETWEEN_NUMBERS = 15;

    /** A browser that has taken nothing for so long is gone, though its connection may not say so. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Circles circles;
    private final Picture picture;
    private final Pace pace;
    private final List<Viewer> viewers = new ArrayList<>();
    private boolean closed;

    Projector(Circles circles, Picture picture, Pace pace) {
        this.circles = circles;
        this.picture = picture;
        this.pace = pace;
    }

    /** One more viewer, that has to be run and to {@link #leave}; empty when there are too many. */
    synchronized Optional<Viewer> enter() {
        if (closed || viewers.size() >= MOST_VIEWERS) {
            return Optional.empty();
        }
        var viewer = new Viewer(pace);
        viewer.show(Kind.STATE, picture.state());
        viewer.show(Kind.FRAME, picture.frame());
        viewer.show(Kind.NUMBERS, picture.numbers());
        viewers.add(viewer);
        notifyAll();
        return Optional.of(viewer);
    }

    /** This one looks no more. */
    synchronized void leave(Viewer viewer) {
        viewers.remove(viewer);
    }

    /** How many look. */
    synchronized int viewers() {
        return viewers.size();
    }

    @Override
    public void run() {
        var shown = new Shown(-1, -1);
        var next = pace.now();
        try {
            for (var tick = 0L; awaitViewers(); tick++) {
                // After a time without viewers, or on a machine that was busy, the ticks that were missed are not made
                // up for.
                next = Math.max(next + TICK_NANOS, pace.now() - TICK_NANOS);
                pace.sleepUntil(next);
                shown = show(shown);
                if (tick % TICKS_BETWEEN_NUMBERS == 0) {
                    showAll(Kind.NUMBERS, picture.numbers());
                }
                dropWhoIsStuck();
                circles.step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What everybody has seen, by the counters of the circles. */
    private record Shown(long changes, long moves) {}

    /** Shows what has changed since. The counters are read first: what changes in between is shown again, never missed. */
    private Shown show(Shown before) {
        var now = new Shown(circles.changes(), circles.moves());
        if (now.changes() != before.changes()) {
            showAll(Kind.STATE, picture.state());
        }
        if (now.moves() != before.moves()) {
            showAll(Kind.FRAME, picture.frame());
        }
        return now;
    }

    private synchronized void showAll(Kind kind, String data) {
        viewers.forEach(viewer -> viewer.show(kind, data));
    }

    private synchronized void dropWhoIsStuck() {
        viewers.stream().filter(viewer -> viewer.stuckFor(PATIENCE)).forEach(Viewer::end);
    }

    /** Waits until somebody looks; false when nobody will any more. */
    private synchronized boolean awaitViewers() throws InterruptedException {
        while (viewers.isEmpty() && !closed) {
            wait();
        }
        return !closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        viewers.forEach(Viewer::end);
        notifyAll();
    }
}
