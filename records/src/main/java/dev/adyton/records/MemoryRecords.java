package dev.adyton.records;

import io.grpc.Status;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Records within one JVM. A record goes from the sending thread straight into the other end's
 * {@link Records.Endpoint#received received}; nothing is copied, and no thread is started unless much is sent in one go.
 *
 * <p>Both ends see the reason that one of them gives to {@link #close(Status)}.
 */
public final class MemoryRecords implements Records {
    /** Two connected ends. */
    public record Pair(Records first, Records second) {}

    private static final int RECORDS_PER_GO = 64;

    private final Link link;
    private final AtomicReference<@Nullable Endpoint> endpoint = new AtomicReference<>();
    private final AtomicBoolean told = new AtomicBoolean();

    /** Wakes that have not been answered yet; who raises it from zero moves the records, also for all who raise it further. */
    private final AtomicInteger wakes = new AtomicInteger();

    /** No more records go this way; belongs to the moving thread. */
    private boolean over;

    private MemoryRecords(Link link) {
        this.link = link;
    }

    /** Two ends that are connected to each other. Records wait until both have been started. */
    public static Pair pair() {
        var link = new Link();
        return new Pair(link.first, link.second);
    }

    @Override
    public void start(Endpoint endpoint) {
        if (!this.endpoint.compareAndSet(null, endpoint)) throw new IllegalStateException("started a second time");
        if (link.ended) tellEnd();
        link.first.wake();
        link.second.wake();
    }

    @Override
    public void wake() {
        if (wakes.getAndIncrement() == 0) move(RECORDS_PER_GO);
    }

    @Override
    public void close(Status reason) {
        if (!link.reason.compareAndSet(null, reason)) return;
        link.first.wake();
        link.second.wake();
    }

    private void move(int budget) {
        var left = budget;
        var answered = wakes.get();
        do {
            while (sendOne()) {
                if (--left == 0) {
                    // The caller has something else to go on with than the work of all who woke this end meanwhile.
                    Thread.startVirtualThread(() -> move(Integer.MAX_VALUE));
                    return;
                }
            }
            answered = wakes.addAndGet(-answered);
        } while (answered != 0);
    }

    private boolean sendOne() {
        if (link.reason.get() != null) {
            stop();
            return false;
        }
        var from = endpoint.get();
        var to = link.other(this).endpoint.get();
        if (from == null || to == null) return false;
        try {
            var record = from.next();
            if (record == null) return false;
            if (RecordLength.valid(record.remaining())) to.received(record);
            else close(RecordLength.fault(record.remaining()));
        } catch (Throwable e) {
            // Whatever it is, both ends must hear of it: nobody would ever answer the wakes that have been counted.
            close(Status.INTERNAL
                    .withDescription("an end of the records failed: " + e)
                    .withCause(e));
        }
        return true;
    }

    /** When both directions have stopped, nobody is inside an endpoint any more, so the end is the last that they hear. */
    private void stop() {
        if (over) return;
        over = true;
        if (link.directions.decrementAndGet() == 0) {
            link.ended = true;
            link.first.tellEnd();
            link.second.tellEnd();
        }
    }

    private void tellEnd() {
        var end = endpoint.get();
        var reason = link.reason.get();
        if (end != null && reason != null && told.compareAndSet(false, true)) end.closed(reason);
    }

    /** What the two ends share. */
    private static final class Link {
        final AtomicReference<@Nullable Status> reason = new AtomicReference<>();
        final AtomicInteger directions = new AtomicInteger(2);
        final MemoryRecords first = new MemoryRecords(this);
        final MemoryRecords second = new MemoryRecords(this);
        volatile boolean ended;

        MemoryRecords other(MemoryRecords end) {
            return end == first ? second : first;
        }
    }
}
