package dev.adyton.records;

import io.grpc.Status;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One end of an ordered, reliable duplex of byte records between two ends. Records are pulled from its {@link Endpoint} when
 * the way is free, so nothing is queued here and the slower side sets the pace.
 *
 * <p>All methods may be called from any thread and none of them blocks.
 */
public interface Records {
    /** The largest record in bytes: 64 KiB and what it takes to seal them. A longer one ends the duplex. */
    int MAX_RECORD_BYTES = 66 * 1024;

    /**
     * Binds the endpoint and begins to move records. To be called once, before anything else.
     *
     * @throws IllegalStateException when called a second time
     */
    void start(Endpoint endpoint);

    /**
     * Says that {@link Endpoint#next()} may have a record. Returns after the records that the way could take at once have been
     * pulled, or another thread has taken over pulling them. May call the endpoint on the calling thread, so no lock that the
     * endpoint needs may be held.
     */
    void wake();

    /**
     * Ends the duplex in both directions; a second call does nothing. Records pulled before are still delivered where the way
     * allows it, then the other end sees the end. The endpoint's {@link Endpoint#closed(Status)} is called with this reason.
     */
    void close(Status reason);

    /** Who sends and receives the records of one end. Each method is called by one thread at a time; they overlap each other. */
    interface Endpoint {
        /**
         * The next record to send, or null when there is none now: after {@link Records#wake()} it is asked again. The buffer
         * (position to limit, 1 to {@link #MAX_RECORD_BYTES} bytes) belongs to the duplex from here on.
         */
        @Nullable ByteBuffer next();

        /** A record has arrived. The buffer is valid until this method returns. Must not block. */
        void received(ByteBuffer record);

        /** The duplex has ended, for this reason; called once, last. OK: the other end closed it in order. */
        void closed(Status reason);
    }
}
