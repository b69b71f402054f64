package dev.adyton.benchmarks;

import java.util.Arrays;

/** Durations of one kind of operation, in nanoseconds. Grows as needed; not thread-safe. */
final class Samples {
    private long[] nanos = new long[1024];
    private int count;

    void add(long nanoseconds) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = nanoseconds;
    }

    void addAll(Samples other) {
        for (int i = 0; i < other.count; i++) {
            add(other.nanos[i]);
        }
    }

    int count() {
        return count;
    }

    /**
     * The value below which the given part of all samples lies.
     *
     * @param part 0 to 1; 0.5 is the median
     * @throws IllegalStateException without samples
     */
    long quantile(double part) {
        if (count == 0) {
            throw new IllegalStateException("no samples");
        }
        var sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(count - 1L, Math.round(Math.floor(part * count)))];
    }
}
