package dev.adyton.records;

import io.grpc.Status;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/**
 * Records over a connected stream socket, Unix-domain or TCP. Each is its length (u32, big-endian, 1 to
 * {@link Records#MAX_RECORD_BYTES}) and its bytes.
 *
 * <p>Records are written on the thread that calls {@link #wake()} as long as the socket takes them; one daemon thread per socket
 * reads, and goes on writing where the socket was full. It ends with the duplex.
 *
 * <p>Reasons of the end: UNAVAILABLE when the socket ends or fails, INTERNAL when a length is out of range.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class SocketRecords implements Records {
    private SocketRecords() {}

    /**
     * Records over this channel, which belongs to the result from here on, also when this fails.
     *
     * @param name names the thread and the other end in errors
     * @throws IOException when the channel cannot be used, for example because it is closed
     */
    public static SocketRecords over(SocketChannel channel, String name) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Stops or continues to read, so that a slow receiver slows the sender down. Reading at first. */
    public void reading(boolean on) {
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
