package dev.adyton.records;

import dev.adyton.records.Records.Endpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Pulls records and writes them, several at a time. Any thread may ask; one at a time does it for all, the others only leave a
 * mark that makes it look again, so nobody waits and nothing is overlooked.
 */
final class RecordWriter {
    /** What a write did, for the caller to act on. */
    enum Outcome {
        DONE,
        /** The socket takes no more: to be asked again after {@link #unblock}. */
        FULL,
        /** The writer or its endpoint has failed: {@link #failure}. */
        FAILED
    }

    private static final int BUFFER_BYTES = 4 * Records.MAX_RECORD_BYTES;
    private static final int ROOM_FOR_ONE = Integer.BYTES + Records.MAX_RECORD_BYTES;

    /** Buffers per go, after which the thread that goes on when the socket is full goes on all the same. */
    private static final int BUFFERS_PER_GO = 16;

    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile boolean full;
    private volatile boolean finishing;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Runnable last;

    /** Belongs to the writing thread. */
    private boolean terminated;

    RecordWriter(SocketChannel channel) {
        this.channel = channel;
    }

    Outcome write(Endpoint from) {
        if (wakes.getAndIncrement() != 0) return Outcome.DONE;
        var outcome = Outcome.DONE;
        var answered = wakes.get();
        do {
            if (writable()) outcome = tryWrite(from);
            runLast();
            answered = wakes.addAndGet(-answered);
        } while (answered != 0);
        return outcome;
    }

    /** The socket takes bytes again. */
    void unblock() {
        full = false;
    }

    /** From now on no record is pulled; those pulled are still written. */
    void finish() {
        finishing = true;
    }

    /** Whether nobody writes and nothing is left to be written. */
    boolean idle() {
        return wakes.get() == 0 && !full;
    }

    /** Why nothing can be written any more, if so. */
    @Nullable Throwable failure() {
        return failure;
    }

    /** Runs this when no thread is pulling from the endpoint any more, and none ever will. */
    void terminate(Endpoint from, Runnable action) {
        last = action;
        write(from);
    }

    private boolean writable() {
        return !full && failure == null && last == null;
    }

    private Outcome tryWrite(Endpoint from) {
        try {
            return writeAll(from) ? Outcome.DONE : Outcome.FULL;
        } catch (Throwable e) {
            // Kept for whoever acts on FAILED: to let it go through would leave the marks of other threads unanswered.
            failure = e;
            return Outcome.FAILED;
        }
    }

    private boolean writeAll(Endpoint from) throws IOException {
        for (var go = 0; go < BUFFERS_PER_GO; go++) {
            pull(from);
            buffer.flip();
            try {
                if (!buffer.hasRemaining()) return true;
                channel.write(buffer);
            } finally {
                buffer.compact();
            }
            if (buffer.position() > 0) break;
        }
        full = true;
        return false;
    }

    private void pull(Endpoint from) throws IOException {
        while (!finishing && buffer.remaining() >= ROOM_FOR_ONE) {
            var record = from.next();
            if (record == null) return;
            var length = record.remaining();
            if (!RecordLength.valid(length)) throw RecordLength.fault(length).asRuntimeException();
            buffer.putInt(length).put(record);
        }
    }

    private void runLast() {
        var action = last;
        if (action == null || terminated) return;
        terminated = true;
        action.run();
    }
}
