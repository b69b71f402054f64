package dev.adyton.records;

import io.grpc.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Cuts the bytes of a socket into records. Belongs to one thread. */
final class RecordReader {
    private static final int BUFFER_BYTES = 4 * Records.MAX_RECORD_BYTES;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
    private @Nullable Status fault;
    private boolean drained = true;

    /** The next whole record that has been read, valid until {@link #fill}; null when there is none or after a {@link #fault}. */
    @Nullable ByteBuffer next() {
        if (fault != null || buffer.remaining() < Integer.BYTES) return null;
        var start = buffer.position() + Integer.BYTES;
        var length = buffer.getInt(buffer.position());
        if (!RecordLength.valid(length)) {
            fault = RecordLength.fault(length);
            return null;
        }
        if (buffer.limit() - start < length) return null;
        buffer.position(start + length);
        return buffer.slice(start, length);
    }

    /** What is wrong with the bytes after the last record. */
    @Nullable Status fault() {
        return fault;
    }

    /** Whether the last {@link #fill} took all that the socket had, so that to read again at once would be in vain. */
    boolean drained() {
        return drained;
    }

    /** Reads what the socket has and the buffer takes; negative at its end. */
    int fill(SocketChannel channel) throws IOException {
        buffer.compact();
        try {
            var read = channel.read(buffer);
            drained = buffer.hasRemaining();
            return read;
        } finally {
            buffer.flip();
        }
    }

    /** Reads and forgets; negative at the end. */
    int discard(SocketChannel channel) throws IOException {
        buffer.clear();
        return channel.read(buffer);
    }
}
