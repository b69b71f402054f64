package dev.adyton.channel;

import dev.adyton.records.Records;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An endpoint that sends what it is given, keeps what it gets, and watches that the rules of the interface are kept. */
class Collector implements Records.Endpoint {
    final ConcurrentLinkedQueue<byte[]> outgoing = new ConcurrentLinkedQueue<>();
    final BlockingQueue<byte[]> incoming = new LinkedBlockingQueue<>();
    /** The same records, and an empty one for the end. */
    private final BlockingQueue<byte[]> events = new LinkedBlockingQueue<>();

    final CompletableFuture<Status> closed = new CompletableFuture<>();
    final AtomicInteger broken = new AtomicInteger();
    private final AtomicInteger inNext = new AtomicInteger();
    private final AtomicInteger inReceived = new AtomicInteger();

    @Override
    public ByteBuffer next() {
        if (inNext.getAndIncrement() != 0 || closed.isDone()) broken.incrementAndGet();
        try {
            var record = outgoing.poll();
            return record == null ? null : ByteBuffer.wrap(record);
        } finally {
            inNext.decrementAndGet();
        }
    }

    @Override
    public void received(ByteBuffer record) {
        if (inReceived.getAndIncrement() != 0 || closed.isDone()) broken.incrementAndGet();
        try {
            var copy = new byte[record.remaining()];
            record.get(copy);
            arrived(copy);
            incoming.add(copy);
            events.add(copy);
        } finally {
            inReceived.decrementAndGet();
        }
    }

    /** What else to do with a record; done before a test can take it, so that what it does next comes after this. */
    void arrived(byte[] record) {}

    @Override
    public void closed(Status reason) {
        if (inNext.get() != 0 || inReceived.get() != 0 || !closed.complete(reason)) broken.incrementAndGet();
        events.add(new byte[0]);
    }

    byte[] take() throws InterruptedException {
        var record = incoming.poll(20, TimeUnit.SECONDS);
        if (record == null) throw new AssertionError("no record came in 20 s; ended: " + closed.getNow(null));
        return record;
    }

    /** Whether another record comes before the end, and within this time. */
    boolean comes(Duration patience) throws InterruptedException {
        var event = events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        return event != null && event.length > 0;
    }

    Status end() {
        return closed.copy().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
