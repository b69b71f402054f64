package dev.adyton.examples.bouncing.circles.web;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** How long the last calls into enclaves took, from before the request is written until the answer is read. Thread-safe. */
final class RoundTrips {
    /** Of four circles that move 60 times a second, about the last four seconds. */
    private static final int KEPT = 1024;

    private final long[] nanos = new long[KEPT];
    private long added;

    /** How many there were. */
    synchronized long count() {
        return added;
    }

    /** One more. */
    synchronized void add(Duration took) {
        nanos[(int) (added % KEPT)] = took.toNanos();
        added++;
    }

    /**
     * What this share of the last calls took at most; empty before the first.
     *
     * @param percent 1 to 100
     */
    synchronized Optional<Duration> percentile(int percent) {
        var count = (int) Math.min(added, KEPT);
        if (count == 0) {
            return Optional.empty();
        }
        var sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        // Nearest rank: the smallest value that this share is not above.
        return Optional.of(Duration.ofNanos(sorted[(count * percent + 99) / 100 - 1]));
    }
}
