package dev.adyton.communicator;

import java.util.ArrayDeque;

/** What one call has to send. Belongs to {@link Outbound}, whose lock guards it. */
final class OutboundQueue {
    /** The call. Unless said otherwise its methods are called without any lock held. */
    interface Owner {
        /** The call of this side begins on the wire and has this id. The lock is held. */
        void begun(long id);

        /** So little is left to be sent that more may be given. */
        void writable();

        /** The frame that ends the call has left. */
        void ended();

        /** A message cannot be sent, because the other side takes none so long. */
        void tooLong(int bytes, int limitBytes);
    }

    private static final int DEFAULT_READY_BYTES = 32 * 1024;

    final Owner owner;
    final ArrayDeque<OutgoingFrame> frames = new ArrayDeque<>();

    /** 0 until a call of this side has begun. */
    long id;

    long queuedBytes;
    int readyBytes = DEFAULT_READY_BYTES;

    /** How many bytes of message frames may be sent; the last one may go beyond it. */
    long credit;

    /** Credit for the other side that has not been sent yet. */
    int grant;

    /** In the round of calls that have something to send. */
    boolean listed;

    /** Not to be sent yet, because the start is not complete. */
    boolean held;

    boolean dropped;

    /** The owner waits to be told that it is writable. */
    boolean busy;

    OutboundQueue(Owner owner, long id) {
        this.owner = owner;
        this.id = id;
    }

    boolean sendable() {
        var head = frames.peek();
        return head != null && !held && (head.type != Wire.MESSAGE || credit > 0);
    }
}
