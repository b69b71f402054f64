package dev.adyton.records;

import io.grpc.Status;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Records over a connected stream socket, Unix-domain or TCP. Each is its length (u32, big-endian, 1 to
 * {@link Records#MAX_RECORD_BYTES}) and its bytes.
 *
 * <p>Records are written on the thread that calls {@link #wake()} as long as the socket takes them; one daemon thread per socket
 * reads, and goes on writing where the socket was full. It ends with the duplex.
 *
 * <p>Reasons of the end that the endpoint sees: its own that it gave to {@link #close(Status)}; UNAVAILABLE when the socket ends or
 * fails; INTERNAL when a length is out of range or the endpoint fails.
 */
public final class SocketRecords implements Records {
    /** How long a closed end waits for the other one to take what was sent and to close too. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final String name;
    private final RecordWriter writer;
    private final RecordReader reader = new RecordReader();
    private final AtomicReference<@Nullable Endpoint> endpoint = new AtomicReference<>();

    /** Why it ends; from then on nothing is pulled or delivered. */
    private final AtomicReference<@Nullable Status> reason = new AtomicReference<>();

    private volatile boolean reading = true;

    private SocketRecords(SocketChannel channel, Selector selector, String name) throws IOException {
        this.channel = channel;
        this.selector = selector;
        this.name = name;
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ);
        writer = new RecordWriter(channel);
    }

    /**
     * Records over this channel, which belongs to the result from here on, also when this fails.
     *
     * @param name names the thread, and the connection in errors
     * @throws IOException when the channel cannot be used, for example because it is closed
     */
    public static SocketRecords over(SocketChannel channel, String name) throws IOException {
        Selector selector = null;
        try {
            selector = Selector.open();
            return new SocketRecords(channel, selector, name);
        } catch (IOException e) {
            if (selector != null) selector.close();
            channel.close();
            throw e;
        }
    }

    /**
     * Stops or continues to read, so that a slow receiver slows the sender down. Reading at first. While it is off, the end of the
     * other side is not noticed either. A record that is being delivered at this moment is not taken back.
     */
    public void reading(boolean on) {
        reading = on;
        if (on) selector.wakeup();
    }

    @Override
    public void start(Endpoint endpoint) {
        if (!this.endpoint.compareAndSet(null, endpoint))
            throw new IllegalStateException(name + " started a second time");
        Thread.ofPlatform().daemon().name("adyton-records-" + name).start(() -> serve(endpoint));
        wake();
    }

    @Override
    public void wake() {
        var from = endpoint.get();
        if (from == null) return;
        push(from);
        // A closed end waits for the last writer to leave.
        if (reason.get() != null) selector.wakeup();
    }

    @Override
    public void close(Status why) {
        if (!reason.compareAndSet(null, why)) return;
        writer.finish();
        if (endpoint.get() == null) release();
        else selector.wakeup();
    }

    private void push(Endpoint from) {
        switch (writer.write(from)) {
            case DONE -> {}
            case FULL -> wantWritable();
            case FAILED -> failed();
        }
    }

    private void wantWritable() {
        try {
            key.interestOpsOr(SelectionKey.OP_WRITE);
            selector.wakeup();
        } catch (CancelledKeyException e) {
            // It has ended meanwhile; there is nobody left to write to.
            writer.finish();
        }
    }

    private void failed() {
        var failure = writer.failure();
        if (failure instanceof IOException) {
            // What the other end said before it went is still to be read; the reading thread finds the end after it.
            selector.wakeup();
        } else if (failure != null) {
            close(Status.INTERNAL
                    .withDescription(name + ": the sender failed: " + failure)
                    .withCause(failure));
        }
    }

    private void serve(Endpoint end) {
        try {
            while (reason.get() == null) {
                if (reading) deliver(end);
                if (reason.get() == null && (!reading || reader.drained())) await(end, patienceMillis());
            }
            linger(end);
        } catch (IOException | ClosedSelectorException e) {
            reason.compareAndSet(null, lost(e));
        } catch (Throwable e) {
            reason.compareAndSet(
                    null,
                    Status.INTERNAL
                            .withDescription(name + ": the receiver failed: " + e)
                            .withCause(e));
        } finally {
            writer.finish();
            release();
            var why = reason.get();
            writer.terminate(end, () -> end.closed(why == null ? lost(null) : why));
        }
    }

    private void deliver(Endpoint end) throws IOException {
        var ended = reader.fill(channel) < 0;
        for (var record = reader.next(); record != null; record = reader.next()) {
            end.received(record);
            if (!reading || reason.get() != null) return;
        }
        var fault = reader.fault();
        if (fault != null) close(fault);
        else if (ended) reason.compareAndSet(null, lost(writer.failure()));
    }

    /** A socket that cannot be written to has ended; it gets a moment to deliver what is left in it. */
    private long patienceMillis() {
        return writer.failure() != null && reading ? LINGER.toMillis() : 0;
    }

    private void await(Endpoint end, long limitMillis) throws IOException {
        if (reading) key.interestOpsOr(SelectionKey.OP_READ);
        else key.interestOpsAnd(~SelectionKey.OP_READ);
        var begin = System.nanoTime();
        selector.select(ready -> {}, limitMillis);
        if (limitMillis > 0
                && System.nanoTime() - begin >= Duration.ofMillis(limitMillis).toNanos()) {
            reason.compareAndSet(null, lost(writer.failure()));
        }
        if (key.isWritable() && (key.interestOps() & SelectionKey.OP_WRITE) != 0) {
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
            writer.unblock();
            push(end);
        }
    }

    /** Lets the other end have what was pulled and waits for it to close too, both within the limit. */
    private void linger(Endpoint end) throws IOException {
        var deadline = System.nanoTime() + LINGER.toNanos();
        reading = true;
        var said = false;
        while (reader.discard(channel) >= 0) {
            push(end);
            if (!said && writer.idle()) {
                channel.shutdownOutput();
                said = true;
            }
            var leftMillis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (leftMillis <= 0) return;
            await(end, leftMillis);
        }
    }

    private Status lost(@Nullable Throwable cause) {
        if (cause == null) return Status.UNAVAILABLE.withDescription(name + ": the other end has gone");
        return Status.UNAVAILABLE
                .withDescription(name + ": the connection failed: " + cause.getMessage())
                .withCause(cause);
    }

    private void release() {
        try {
            selector.close();
            channel.close();
        } catch (IOException e) {
            // Both are gone as far as this process is concerned; the reason of the end is already known.
            System.getLogger("dev.adyton.records").log(System.Logger.Level.DEBUG, name + ": closing failed", e);
        }
    }
}
