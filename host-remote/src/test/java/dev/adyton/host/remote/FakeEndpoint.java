package dev.adyton.host.remote;

import dev.adyton.records.Records;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Sends what a test gives it and keeps what arrives. */
final class FakeEndpoint implements Records.Endpoint {
    final Queue<ByteBuffer> outbound = new ConcurrentLinkedQueue<>();
    final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    final CompletableFuture<Status> closed = new CompletableFuture<>();
    final AtomicInteger closedCalls = new AtomicInteger();
    final AtomicInteger pulled = new AtomicInteger();

    void offer(String record) {
        outbound.add(ByteBuffer.wrap(record.getBytes(StandardCharsets.UTF_8)));
    }

    String take() throws InterruptedException {
        var record = received.poll(20, TimeUnit.SECONDS);
        if (record == null) {
            throw new AssertionError("nothing came");
        }
        return record;
    }

    Status end() throws Exception {
        return closed.get(20, TimeUnit.SECONDS);
    }

    @Override
    public @Nullable ByteBuffer next() {
        var record = outbound.poll();
        if (record != null) {
            pulled.incrementAndGet();
        }
        return record;
    }

    @Override
    public void received(ByteBuffer record) {
        if (closed.isDone()) {
            throw new IllegalStateException("a record after the end");
        }
        received.add(StandardCharsets.UTF_8.decode(record).toString());
    }

    @Override
    public void closed(Status reason) {
        closedCalls.incrementAndGet();
        closed.complete(reason);
    }
}
