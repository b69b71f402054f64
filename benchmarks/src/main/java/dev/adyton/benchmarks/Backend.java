package dev.adyton.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One column of the comparison: a backend or a peer.
 *
 * @param name as the table shows it
 * @param peer name of what it is compared with; null for a peer itself
 * @param wanted ratios that the project wants of it, by operation
 * @param start starts it
 */
record Backend(String name, @Nullable String peer, List<Wanted> wanted, Start start) {
    /** Starts a target; the caller closes it. */
    interface Start {
        Target start() throws Exception;
    }

    /**
     * A target of the project, reported and never asserted.
     *
     * @param operation name of the operation
     * @param ratio to the peer: of medians for calls (at most), of throughput for streams (at least)
     */
    record Wanted(String operation, double ratio) {}

    /** The wanted ratio for an operation, or null. */
    @Nullable Double wantedFor(String operation) {
        for (var each : wanted) {
            if (each.operation().equals(operation)) {
                return each.ratio();
            }
        }
        return null;
    }
}
