package dev.adyton.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * One measured number with its peer's. Written to {@code bench.json} as it is.
 *
 * @param operation what was done
 * @param target by whom
 * @param samples how many times
 * @param median in the unit
 * @param p99 99th percentile in the unit
 * @param unit e.g. {@code us}
 * @param perSecond operations per second, all callers together; 0 where it says nothing
 * @param mebibytesPerSecond throughput; 0 where it says nothing
 * @param peer name of the peer, or null
 * @param ratio to the peer: of medians, or of throughput for streams; null without a peer
 * @param wanted what the project wants of the ratio, or null
 */
record Row(
        String operation,
        String target,
        int samples,
        double median,
        double p99,
        String unit,
        double perSecond,
        double mebibytesPerSecond,
        @Nullable String peer,
        @Nullable Double ratio,
        @Nullable Double wanted) {
    /** Whether a higher ratio is the better one. */
    boolean higherIsBetter() {
        return mebibytesPerSecond > 0;
    }

    /** Whether the ratio is as wanted; true where nothing is. */
    boolean met() {
        return ratio == null || wanted == null || (higherIsBetter() ? ratio >= wanted : ratio <= wanted);
    }
}
