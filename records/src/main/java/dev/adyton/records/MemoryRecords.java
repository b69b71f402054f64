package dev.adyton.records;

import io.grpc.Status;

/**
 * Records within one JVM. A record goes from the sending thread straight into the other end's
 * {@link Records.Endpoint#received received}; nothing is copied, and no thread is started unless much is sent in one go.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class MemoryRecords implements Records {
    /** Two connected ends. */
    public record Pair(Records first, Records second) {}

    private MemoryRecords() {}

    /** Two ends that are connected to each other. Records wait until both have been started. */
    public static Pair pair() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void start(Endpoint endpoint) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void wake() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close(Status reason) {
        throw new UnsupportedOperationException();
    }
}
