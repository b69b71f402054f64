package dev.adyton.communicator;

import dev.adyton.records.MemoryRecords;
import dev.adyton.records.Records;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The other side of a communicator that says whatever it is made to say. */
final class RawPeer implements Records.Endpoint {
    private final ConcurrentLinkedQueue<byte[]> outgoing = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    final CompletableFuture<Status> closed = new CompletableFuture<>();
    private final Records records;

    /** The end for the communicator. */
    final Records other;

    RawPeer() {
        var pair = MemoryRecords.pair();
        records = pair.first();
        other = pair.second();
        records.start(this);
    }

    @Override
    public ByteBuffer next() {
        var record = outgoing.poll();
        return record == null ? null : ByteBuffer.wrap(record);
    }

    @Override
    public void received(ByteBuffer record) {
        // What stays behind must not change when the record does.
        var copy = ByteBuffer.allocate(record.remaining()).put(record).flip();
        try {
            while (copy.hasRemaining()) frames.add(FrameDecoder.next(copy));
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void closed(Status reason) {
        closed.complete(reason);
    }

    /** Sends these bytes as a record. */
    void say(byte[] record) {
        outgoing.add(record);
        records.wake();
    }

    void hello() {
        say(frame(Wire.HELLO, 0, 0, ints(Wire.VERSION, 1 << 20, 1 << 16, 100)));
    }

    void start(long id, long parent, String method) {
        say(frame(Wire.START, 0, id, OutgoingFrame.start(parent, 0, method, new Metadata()).payload));
    }

    void vanish() {
        records.close(Status.UNAVAILABLE.withDescription("process ended"));
    }

    <F extends Frame> F await(Class<F> type) throws InterruptedException {
        return type.cast(await(type::isInstance));
    }

    Frame await(Predicate<Frame> wanted) throws InterruptedException {
        while (true) {
            var frame = frames.poll(30, TimeUnit.SECONDS);
            if (frame == null) throw new AssertionError("no such frame in 30 s");
            if (wanted.test(frame)) return frame;
        }
    }

    static byte[] frame(int type, int flags, long callId, byte... payload) {
        var out = ByteBuffer.allocate(Wire.HEADER_BYTES + payload.length);
        out.putInt(payload.length).put((byte) type).put((byte) flags).putShort((short) 0);
        return out.putLong(callId).put(payload).array();
    }

    static byte[] ints(int... values) {
        var out = ByteBuffer.allocate(Integer.BYTES * values.length);
        for (var value : values) out.putInt(value);
        return out.array();
    }

    static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) out.writeBytes(part);
        return out.toByteArray();
    }
}
