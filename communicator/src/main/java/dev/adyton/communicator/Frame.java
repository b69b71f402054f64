package dev.adyton.communicator;

import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.ByteBuffer;

/** What one frame says, as {@link FrameDecoder} has found it well-formed; whether it fits its call is for the session to judge. */
sealed interface Frame {
    /** Limits of the side that says it; the first frame of each side. */
    record Hello(int maxMessageBytes, int windowBytes, int maxCalls) implements Frame {}

    /**
     * Begins a call.
     *
     * @param parentId the call in whose handler it is made, one of those of the side that gets this; 0: none
     * @param timeoutNanos 0: none
     */
    record Start(long callId, long parentId, long timeoutNanos, String method, Metadata headers) implements Frame {}

    /** The response headers. */
    record Headers(long callId, Metadata headers) implements Frame {}

    /**
     * A piece of a message.
     *
     * @param totalBytes length of the whole message, where {@code first}; otherwise 0
     * @param data valid as long as the record
     * @param cost what it takes of the call's credit: its length in the record
     */
    record Message(long callId, boolean first, boolean last, int totalBytes, ByteBuffer data, int cost)
            implements Frame {}

    /** The caller sends no more messages. */
    record HalfClose(long callId) implements Frame {}

    /** The end of a call, from the side that serves it. */
    record End(long callId, Status status, Metadata trailers) implements Frame {}

    /** The end of a call, from the side that made it. */
    record Cancel(long callId, Status status) implements Frame {}

    /** More of a call's messages may be sent. */
    record Credit(long callId, int bytes) implements Frame {}

    /** Asks for a {@link Pong}. */
    record Ping(long token) implements Frame {}

    /** The answer. */
    record Pong(long token) implements Frame {}

    /** The last frame of a side: the session ends for this reason, OK: in order. */
    record Goodbye(Status reason) implements Frame {}
}
