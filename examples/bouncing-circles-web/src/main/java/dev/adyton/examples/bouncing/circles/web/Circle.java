package dev.adyton.examples.bouncing.circles.web;

import dev.adyton.examples.bouncing.circles.CircleConstants;
import dev.adyton.examples.bouncing.circles.Position;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One circle: it is drawn as long as it is not removed, by one enclave after another. Its life is {@link #run}, on a thread of its
 * own, which alone starts and ends enclaves; everything else only asks. Thread-safe.
 */
final class Circle implements Runnable {
    /** What the circle needs of those around it. */
    interface Surroundings {
        /** Starts an enclave for it; blocks. */
        CircleEnclave start(String name, CircleConstants constants);

        /** The field, once there is one. */
        Optional<Field> field();

        /** It looks different now. */
        void changed(Circle circle);

        /** It has moved. */
        void moved();
    }

    private static final System.Logger LOG = System.getLogger("dev.adyton.examples.bouncing.circles.web");

    /** Long enough to read why the enclave is gone. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(4);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final CircleState STARTING = new CircleState.Starting();

    private final int number;
    private final CircleConstants constants;
    private final Surroundings surroundings;
    private final CountDownLatch tried = new CountDownLatch(1);
    private final Semaphore again = new Semaphore(0);

    private volatile CircleState state = STARTING;
    private volatile @Nullable Position position;
    private volatile boolean removed;

    Circle(int number, CircleConstants constants, Surroundings surroundings) {
        this.number = number;
        this.constants = constants;
        this.surroundings = surroundings;
    }

    int number() {
        return number;
    }

    /** The name of its enclaves, one after another. */
    String name() {
        return "circle-" + number;
    }

    String color() {
        return constants.getColor();
    }

    CircleState state() {
        return state;
    }

    /** Where it was seen last. */
    Optional<Position> position() {
        return Optional.ofNullable(position);
    }

    /** Its enclave, if there is one that runs. */
    Optional<CircleEnclave> enclave() {
        return state instanceof CircleState.Running(var enclave) ? Optional.of(enclave) : Optional.empty();
    }

    /** Its whole life; returns when it is removed and its enclave is gone. */
    @Override
    public void run() {
        var pause = FIRST_PAUSE;
        try {
            while (!removed) {
                if (oneEnclave()) {
                    pause = FIRST_PAUSE;
                }
                tried.countDown();
                pause = pauseFor(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            tried.countDown();
        }
    }

    /** Waits until its first enclave runs or could not be started. */
    void awaitTried() throws InterruptedException {
        tried.await();
    }

    /** Ends its enclave and its life; {@link #run} returns when both are over. */
    void remove() {
        removed = true;
        enclave().ifPresent(CircleEnclave::unwatch);
        again.release();
    }

    /** Starts another enclave for one that is lost now rather than later. */
    void restart() {
        if (state instanceof CircleState.Lost) {
            again.release();
        }
    }

    /** Starts an enclave and stays with it until it is gone; whether it ever ran. */
    private boolean oneEnclave() {
        // What was asked for until now is being done.
        again.drainPermits();
        become(STARTING);
        var ran = false;
        try (var enclave = surroundings.start(name(), constants)) {
            ran = true;
            surroundings.field().ifPresent(enclave::enter);
            become(new CircleState.Running(enclave));
            tried.countDown();
            // There may be a field since, set by somebody who found no enclave here yet.
            surroundings.field().ifPresent(enclave::enter);
            if (!removed) {
                enclave.watch(this::at);
            }
            become(new CircleState.Lost(Status.ABORTED.withDescription("The enclave ended")));
        } catch (StatusRuntimeException e) {
            become(new CircleState.Lost(e.getStatus()));
        } catch (RuntimeException e) {
            // A fault of ours or of a backend's: told where it can be mended, and the circle goes on trying.
            LOG.log(System.Logger.Level.ERROR, name(), e);
            become(new CircleState.Lost(Status.INTERNAL.withDescription(e.toString())));
        }
        return ran;
    }

    private void at(Position now) {
        position = now;
        surroundings.moved();
    }

    /** Waits before the next try; answers how long to wait before the one after it. */
    private Duration pauseFor(Duration pause) throws InterruptedException {
        if (!removed) {
            var _ = again.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
        }
        var twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    private void become(CircleState next) {
        state = next;
        surroundings.changed(this);
    }
}
