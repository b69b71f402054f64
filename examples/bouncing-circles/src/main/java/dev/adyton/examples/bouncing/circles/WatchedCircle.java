package dev.adyton.examples.bouncing.circles;

import io.grpc.Status;
import io.grpc.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The circle and who watches it. Thread-safe. */
final class WatchedCircle implements AutoCloseable {
    /** Hears of positions. Must not block, and must not come back to the circle. */
    interface Watcher {
        /** The circle is here now. */
        void at(Position position);

        /** There will be no more. */
        void end();
    }

    private static final int MOST_WATCHERS = 16;
    private static final int LONGEST_SIDE = 16_384;

    private final CircleConstants constants;
    private final List<Watcher> watchers = new ArrayList<>();
    private @Nullable MovingCircle circle;
    private boolean closed;

    WatchedCircle(CircleConstants constants) {
        this.constants = constants;
    }

    /** Puts the circle into a field; fails as {@code Setup} says. */
    synchronized void setup(int width, int height) throws StatusException {
        if (height >= width) {
            throw Status.FAILED_PRECONDITION
                    .withDescription("Field: found height %d and width %d, wanted a height less than the width"
                            .formatted(height, width))
                    .asException();
        }
        if (height < 1 || width > LONGEST_SIDE) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("Field: found height %d and width %d, wanted 1 to %d"
                            .formatted(height, width, LONGEST_SIDE))
                    .asException();
        }
        if (circle != null) {
            throw Status.ALREADY_EXISTS
                    .withDescription("Setup: found a circle that is in a field already, wanted one that is in none")
                    .asException();
        }
        circle = new MovingCircle(constants, width, height);
        tell(circle.position());
    }

    /** Moves the circle by a step; NOT_FOUND before {@link #setup}. */
    synchronized Position move() throws StatusException {
        if (circle == null) {
            throw Status.NOT_FOUND
                    .withDescription("Update: found a circle that is in no field, wanted Setup before")
                    .asException();
        }
        circle.move();
        var position = circle.position();
        tell(position);
        return position;
    }

    /** Tells this watcher of every position from now on, the present one first; RESOURCE_EXHAUSTED beyond 16. */
    synchronized void watch(Watcher watcher) throws StatusException {
        if (watchers.size() == MOST_WATCHERS) {
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription("Watch: found " + MOST_WATCHERS + " watches, wanted fewer")
                    .asException();
        }
        if (closed) {
            watcher.end();
            return;
        }
        watchers.add(watcher);
        position().ifPresent(watcher::at);
    }

    /** Tells this watcher no more. */
    synchronized void unwatch(Watcher watcher) {
        watchers.remove(watcher);
    }

    /** Ends all watches. */
    @Override
    public synchronized void close() {
        closed = true;
        watchers.forEach(Watcher::end);
        watchers.clear();
    }

    private Optional<Position> position() {
        return Optional.ofNullable(circle).map(MovingCircle::position);
    }

    private void tell(Position position) {
        watchers.forEach(watcher -> watcher.at(position));
    }
}
