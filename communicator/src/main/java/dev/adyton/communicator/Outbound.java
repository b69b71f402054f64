package dev.adyton.communicator;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one side has to send. Calls take turns: in its turn a call sends what fits into the record, but not more than one
 * fragment of a long message, so that no message delays another call by more than a record for each call with something to send.
 * What the session itself says goes first.
 *
 * <p>Thread-safe; {@link #next()} is to be called by one thread at a time. Nothing here calls {@code wake()} of the records: who has
 * put something in does, without a lock.
 */
final class Outbound {
    /** Answers to calls that were refused, and the like; a side that causes more without reading them is not worth serving. */
    private static final int MAX_CONTROL_FRAMES = 4096;

    private final RecordBuilder record = new RecordBuilder();
    private final long maxQueuedBytes;
    private final ArrayDeque<Control> control = new ArrayDeque<>();
    private final ArrayDeque<OutboundQueue> grants = new ArrayDeque<>();
    private final ArrayDeque<OutboundQueue> ready = new ArrayDeque<>();

    /** What to tell owners once the lock is free. */
    private final List<Runnable> news = new ArrayList<>();

    private long nextId;
    private long queuedBytes;
    private @Nullable OutgoingFrame ping;
    private @Nullable OutgoingFrame pong;
    private @Nullable OutgoingFrame goodbye;
    private boolean silent;
    private boolean goodbyeTaken;

    /** What the other side has said of itself; null until it has. */
    private Frame.@Nullable Hello peer;

    Outbound(long firstId, long maxQueuedBytes, OutgoingFrame hello) {
        nextId = firstId;
        this.maxQueuedBytes = maxQueuedBytes;
        control.add(new Control(Wire.NO_CALL, hello));
    }

    private record Control(long callId, OutgoingFrame frame) {}

    /** The other side takes calls now. */
    synchronized void open(Frame.Hello hello) {
        peer = hello;
    }

    /** A queue for a call of this side, which begins when its first frame is sent. */
    OutboundQueue queue(OutboundQueue.Owner owner) {
        return new OutboundQueue(owner, 0);
    }

    /** A queue for a call that the other side has begun. */
    synchronized OutboundQueue queue(OutboundQueue.Owner owner, long id) {
        var queue = new OutboundQueue(owner, id);
        if (peer != null) queue.credit = peer.windowBytes();
        return queue;
    }

    synchronized void offer(OutboundQueue queue, OutgoingFrame frame) {
        if (queue.dropped || silent) return;
        queue.frames.add(frame);
        list(queue);
    }

    /** False when as much waits to be sent as may; then the message is not taken. */
    synchronized boolean offerMessage(OutboundQueue queue, byte[] message) {
        if (queue.dropped || silent) return true;
        var size = message.length + Wire.HEADER_BYTES;
        if (queuedBytes + size > maxQueuedBytes) return false;
        count(queue, size);
        if (queue.queuedBytes > queue.readyBytes) queue.busy = true;
        queue.frames.add(OutgoingFrame.message(message));
        list(queue);
        return true;
    }

    /** Why {@link #offerMessage} has refused a message. */
    synchronized StatusRuntimeException exhausted(int bytes) {
        return Status.RESOURCE_EXHAUSTED
                .withDescription("no room for a message of " + bytes + " bytes: " + queuedBytes + " of "
                        + maxQueuedBytes + " bytes wait to be sent")
                .asRuntimeException();
    }

    /** The longest message that the other side takes; unlimited until it has said so. */
    synchronized int maxMessageBytes() {
        return peer == null ? Integer.MAX_VALUE : peer.maxMessageBytes();
    }

    synchronized boolean isReady(OutboundQueue queue) {
        var ready = peer != null && !silent && !queue.dropped && queue.queuedBytes <= queue.readyBytes;
        if (!ready) queue.busy = true;
        return ready;
    }

    synchronized void readyBytes(OutboundQueue queue, int bytes) {
        queue.readyBytes = bytes;
    }

    synchronized void hold(OutboundQueue queue) {
        queue.held = true;
    }

    /** Ends {@link #hold}; the frame goes first. */
    synchronized void release(OutboundQueue queue, OutgoingFrame start) {
        queue.held = false;
        if (queue.dropped || silent) return;
        queue.frames.addFirst(start);
        list(queue);
    }

    /** The other side takes more of this call. */
    synchronized void credit(OutboundQueue queue, int bytes) throws ProtocolException {
        queue.credit += bytes;
        if (queue.credit > Integer.MAX_VALUE) {
            throw new ProtocolException(
                    "found credit of " + queue.credit + " bytes, wanted at most " + Integer.MAX_VALUE);
        }
        list(queue);
    }

    /** This side takes more of this call. */
    synchronized void grant(OutboundQueue queue, int bytes) {
        if (queue.dropped || silent) return;
        if (queue.grant == 0) grants.add(queue);
        queue.grant += bytes;
    }

    /** Forgets what the call has to send. Its id does not change any more; 0: the other side will never know of it. */
    synchronized void drop(OutboundQueue queue) {
        queue.dropped = true;
        queue.frames.clear();
        count(queue, -queue.queuedBytes);
    }

    /** Sends this before what calls have to send. False when the other side lets too many pile up. */
    synchronized boolean control(long callId, OutgoingFrame frame) {
        if (silent) return true;
        control.add(new Control(callId, frame));
        return control.size() <= MAX_CONTROL_FRAMES;
    }

    synchronized void ping(long token) {
        ping = OutgoingFrame.ping(token);
    }

    /** Only the last answer counts, so that questions cannot pile up. */
    synchronized void pong(long token) {
        pong = OutgoingFrame.pong(token);
    }

    /** From now on nothing is sent but this, if it is given. */
    synchronized void silence(@Nullable OutgoingFrame last) {
        silent = true;
        goodbye = last;
        control.clear();
        grants.clear();
        ready.clear();
    }

    synchronized boolean goodbyeTaken() {
        return goodbyeTaken;
    }

    /** The highest id that a call of this side has had is below this one. */
    synchronized long nextId() {
        return nextId;
    }

    /** Whether it is worth while to wake the records. */
    synchronized boolean hasWork() {
        var ofSession = !control.isEmpty() || !grants.isEmpty() || pong != null || ping != null;
        return ofSession || (peer != null && !ready.isEmpty());
    }

    @Nullable ByteBuffer next() {
        List<Runnable> told = List.of();
        synchronized (this) {
            collect();
            if (!news.isEmpty()) {
                told = List.copyOf(news);
                news.clear();
            }
        }
        var result = record.build();
        told.forEach(Runnable::run);
        return result;
    }

    private void collect() {
        if (silent) {
            if (goodbye != null && !goodbyeTaken) {
                record.add(Wire.NO_CALL, goodbye);
                goodbyeTaken = true;
            }
            return;
        }
        if (collectControl() && peer != null) collectCalls(peer);
    }

    /** False when the record is full. */
    private boolean collectControl() {
        while (!control.isEmpty()) {
            var first = control.getFirst();
            if (!record.add(first.callId(), first.frame())) return false;
            control.removeFirst();
        }
        if (pong != null && record.add(Wire.NO_CALL, pong)) pong = null;
        if (ping != null && record.add(Wire.NO_CALL, ping)) ping = null;
        while (!grants.isEmpty()) {
            var queue = grants.getFirst();
            if (!queue.dropped && !record.add(queue.id, OutgoingFrame.credit(queue.grant))) return false;
            queue.grant = 0;
            grants.removeFirst();
        }
        return true;
    }

    private void collectCalls(Frame.Hello peer) {
        while (!ready.isEmpty()) {
            var queue = ready.removeFirst();
            var before = record.sizeBytes();
            var full = !turn(queue, peer);
            queue.listed = queue.sendable();
            // Who found no room is the first in the next record; it would starve behind those who fill each one.
            if (queue.listed && record.sizeBytes() == before) ready.addFirst(queue);
            else if (queue.listed) ready.addLast(queue);
            if (full) return;
        }
    }

    /** False when the record is full. */
    private boolean turn(OutboundQueue queue, Frame.Hello peer) {
        while (queue.sendable()) {
            var frame = queue.frames.getFirst();
            if (frame.type == Wire.MESSAGE) {
                if (frame.payload.length > peer.maxMessageBytes()) {
                    refuse(queue, frame.payload.length, peer.maxMessageBytes());
                    return true;
                }
                var sent = frame.sent;
                var cost = record.addMessage(queue.id, frame, queue.credit);
                if (cost < 0) return false;
                queue.credit -= cost;
                uncount(queue, frame.sent - sent);
                if (frame.sent < frame.payload.length) return true;
                uncount(queue, Wire.HEADER_BYTES);
            } else {
                if (!record.fits(frame)) return false;
                // Only now: the ids of one side must rise on the wire.
                if (queue.id == 0) begin(queue, peer);
                record.add(queue.id, frame);
            }
            queue.frames.removeFirst();
            if (frame.type == Wire.STATUS) news.add(queue.owner::ended);
        }
        return true;
    }

    private void begin(OutboundQueue queue, Frame.Hello peer) {
        queue.id = nextId;
        nextId += 2;
        queue.credit = peer.windowBytes();
        queue.owner.begun(queue.id);
    }

    private void refuse(OutboundQueue queue, int bytes, int limitBytes) {
        queue.held = true;
        news.add(() -> queue.owner.tooLong(bytes, limitBytes));
    }

    private void list(OutboundQueue queue) {
        if (queue.listed || queue.dropped || !queue.sendable()) return;
        queue.listed = true;
        ready.addLast(queue);
    }

    private void count(OutboundQueue queue, long bytes) {
        queue.queuedBytes += bytes;
        queuedBytes += bytes;
    }

    private void uncount(OutboundQueue queue, int bytes) {
        count(queue, -bytes);
        if (queue.busy && queue.queuedBytes <= queue.readyBytes) {
            queue.busy = false;
            news.add(queue.owner::writable);
        }
    }
}
