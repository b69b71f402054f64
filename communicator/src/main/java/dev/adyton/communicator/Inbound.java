package dev.adyton.communicator;

import io.grpc.Status;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The messages that arrive for one call: puts fragments together, hands messages over as they are asked for, and says how much more
 * may be sent. While more messages are asked for than are there, all that arrives is credited back at once; otherwise
 * at most a window is held.
 *
 * <p>Thread-safe.
 */
final class Inbound {
    /** Takes what is handed over, in order. Called with a lock held, so it may do no more than put it into a queue. */
    interface Sink {
        /** A message, which is to be {@linkplain Inbound#consumed given back} when it has been read. */
        void message(byte[] message);

        /** The other side sends no more, and all messages have been handed over. */
        void finished();
    }

    /** What an object costs that holds a message, so that empty messages are not free. */
    private static final int MESSAGE_OVERHEAD_BYTES = 64;

    private final int maxMessageBytes;
    private final Budget budget;
    private final Sink sink;
    private final int grantBytes;
    private final ArrayDeque<Held> waiting = new ArrayDeque<>();
    private long demand;

    /** How many bytes the other side may still send, as it will know when all grants have arrived. */
    private long balance;

    /** Bytes of the credit that have been used and can be granted again. */
    private int spent;

    private byte @Nullable [] partial;
    private int partialBytes;
    private int partialCost;

    /** What this call has of the budget. */
    private long taken;

    private boolean finishing;
    private boolean finished;
    private boolean closed;

    Inbound(CommunicatorOptions options, int maxMessageBytes, Budget budget, Sink sink) {
        this.maxMessageBytes = maxMessageBytes;
        this.budget = budget;
        this.sink = sink;
        balance = options.windowBytes();
        grantBytes = Math.max(1, options.windowBytes() / 4);
    }

    private static final class Held {
        final byte[] message;
        final int cost;

        Held(byte[] message, int cost) {
            this.message = message;
            this.cost = cost;
        }
    }

    /**
     * Takes a fragment.
     *
     * @return null, or why the call cannot go on
     */
    synchronized @Nullable Status accept(Frame.Message fragment) throws ProtocolException {
        if (closed) return null;
        if (finishing) throw fault(fragment, "after the last one", "none");
        charge(fragment);
        var target = partial;
        if (fragment.first()) {
            if (target != null) throw fault(fragment, "that begins a message", "the rest of the one before");
            if (fragment.totalBytes() > maxMessageBytes) {
                return exhausted("a message of " + fragment.totalBytes() + " bytes was sent, at most " + maxMessageBytes
                        + " are taken here");
            }
            if (!reserve((long) fragment.totalBytes() + MESSAGE_OVERHEAD_BYTES)) {
                return exhausted("no room for a message of " + fragment.totalBytes() + " bytes: " + budget.usedBytes()
                        + " of " + budget.limitBytes() + " bytes are held for calls under way");
            }
            target = new byte[fragment.totalBytes()];
            partial = target;
        } else if (target == null) {
            throw fault(fragment, "that begins no message", "one that does");
        }
        append(fragment, target);
        return null;
    }

    private void append(Frame.Message fragment, byte[] target) throws ProtocolException {
        var length = fragment.data().remaining();
        var rest = target.length - partialBytes;
        if (fragment.last() ? length != rest : length >= rest) {
            throw fault(
                    fragment,
                    "of " + length + " bytes",
                    (fragment.last() ? "" : "fewer than ") + rest + " of the message");
        }
        fragment.data().get(target, partialBytes, length);
        partialBytes += length;
        partialCost += fragment.cost();
        if (fragment.last()) {
            waiting.add(new Held(target, partialCost));
            partial = null;
            partialBytes = 0;
            partialCost = 0;
        }
        handOver();
    }

    private void charge(Frame.Message fragment) throws ProtocolException {
        var length = fragment.data().remaining();
        if (balance <= 0 || length > Math.max(balance, Wire.MIN_FRAGMENT_BYTES)) {
            throw fault(fragment, "of " + length + " bytes", "no more than the credit of " + balance);
        }
        balance -= fragment.cost();
    }

    /** So many more messages are asked for. */
    synchronized void request(int messages) {
        if (messages < 0) throw new IllegalArgumentException("requested " + messages + " messages, wanted 0 or more");
        demand += messages;
        handOver();
    }

    /** The other side sends no more. */
    synchronized void finish() throws ProtocolException {
        if (closed) return;
        if (finishing || partial != null) {
            throw new ProtocolException("found the end of a call's messages "
                    + (finishing ? "a second time" : "after " + partialBytes + " bytes of one")
                    + ", wanted it once, after the last");
        }
        finishing = true;
        handOver();
    }

    /** The other side has ended the call, which cuts off a message that is not complete. */
    synchronized void cut() {
        if (closed) return;
        partial = null;
        finishing = true;
        handOver();
    }

    /** A message has been read. */
    synchronized void consumed(byte[] message) {
        if (closed) return;
        var bytes = (long) message.length + MESSAGE_OVERHEAD_BYTES;
        taken -= bytes;
        budget.giveBack(bytes);
    }

    /** Forgets everything; whatever still arrives is ignored. */
    synchronized void close() {
        closed = true;
        waiting.clear();
        partial = null;
        budget.giveBack(taken);
        taken = 0;
    }

    /** Credit to be sent to the other side, 0: none yet. */
    synchronized int takeGrant() {
        if (spent < grantBytes || finishing || closed) return 0;
        var grant = spent;
        spent = 0;
        balance += grant;
        return grant;
    }

    private void handOver() {
        if (closed) return;
        while (demand > 0 && !waiting.isEmpty()) {
            var next = waiting.remove();
            demand--;
            spent += next.cost;
            sink.message(next.message);
        }
        if (demand > 0) {
            spent += partialCost;
            partialCost = 0;
        }
        if (finishing && !finished && waiting.isEmpty()) {
            finished = true;
            sink.finished();
        }
    }

    private boolean reserve(long bytes) {
        if (!budget.take(bytes)) return false;
        taken += bytes;
        return true;
    }

    private static Status exhausted(String what) {
        return Status.RESOURCE_EXHAUSTED.withDescription(what);
    }

    private static ProtocolException fault(Frame.Message fragment, String found, String wanted) {
        return new ProtocolException(
                "found a fragment of call " + fragment.callId() + " " + found + ", wanted " + wanted);
    }
}
