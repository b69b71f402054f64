package dev.adyton.communicator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A frame that waits to be sent; of a message, what is left of it. The bytes are not changed any more once it has been made.
 */
final class OutgoingFrame {
    private static final byte[] EMPTY = {};

    final byte type;
    final byte[] payload;

    /** How much of a message has been sent. */
    int sent;

    private OutgoingFrame(byte type, byte[] payload) {
        this.type = type;
        this.payload = payload;
    }

    static OutgoingFrame hello(CommunicatorOptions options) {
        var out = ByteBuffer.allocate(4 * Integer.BYTES).putInt(Wire.VERSION).putInt(options.maxMessageBytes());
        return new OutgoingFrame(
                Wire.HELLO,
                out.putInt(options.windowBytes()).putInt(options.maxCalls()).array());
    }

    /**
     * Begins a call.
     *
     * @throws io.grpc.StatusRuntimeException RESOURCE_EXHAUSTED when name or headers are too long
     */
    static OutgoingFrame start(long parentId, long timeoutNanos, String method, Metadata headers) {
        var name = method.getBytes(UTF_8);
        if (name.length > Wire.MAX_METHOD_BYTES) {
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription("a method name of " + name.length + " bytes, at most " + Wire.MAX_METHOD_BYTES
                            + " can be sent")
                    .asRuntimeException();
        }
        var metadata = MetadataCodec.encode(headers);
        var out = ByteBuffer.allocate(2 * Long.BYTES + Short.BYTES + name.length + metadata.length);
        out.putLong(parentId).putLong(timeoutNanos).putShort((short) name.length);
        return new OutgoingFrame(Wire.START, out.put(name).put(metadata).array());
    }

    /**
     * Response headers.
     *
     * @throws io.grpc.StatusRuntimeException RESOURCE_EXHAUSTED when they are too long
     */
    static OutgoingFrame headers(Metadata headers) {
        return new OutgoingFrame(Wire.HEADERS, MetadataCodec.encode(headers));
    }

    static OutgoingFrame message(byte[] message) {
        return new OutgoingFrame(Wire.MESSAGE, message);
    }

    static OutgoingFrame halfClose() {
        return new OutgoingFrame(Wire.HALF_CLOSE, EMPTY);
    }

    /** The end of a call that is served here; in the place of trailers that are too long stands an error. */
    static OutgoingFrame status(Status status, Metadata trailers) {
        try {
            return reason(Wire.STATUS, status, MetadataCodec.encode(trailers));
        } catch (StatusRuntimeException e) {
            var told = e.getStatus().augmentDescription("in the trailers of a call that ended with " + status);
            return reason(Wire.STATUS, told, MetadataCodec.encode(new Metadata()));
        }
    }

    static OutgoingFrame cancel(Status status) {
        return reason(Wire.CANCEL, status, EMPTY);
    }

    static OutgoingFrame goodbye(Status status) {
        return reason(Wire.GOODBYE, status, EMPTY);
    }

    static OutgoingFrame credit(int bytes) {
        return new OutgoingFrame(
                Wire.CREDIT, ByteBuffer.allocate(Integer.BYTES).putInt(bytes).array());
    }

    static OutgoingFrame ping(long token) {
        return new OutgoingFrame(
                Wire.PING, ByteBuffer.allocate(Long.BYTES).putLong(token).array());
    }

    static OutgoingFrame pong(long token) {
        return new OutgoingFrame(
                Wire.PONG, ByteBuffer.allocate(Long.BYTES).putLong(token).array());
    }

    private static OutgoingFrame reason(byte type, Status status, byte[] rest) {
        var text = text(status);
        var out = ByteBuffer.allocate(1 + Short.BYTES + text.length + rest.length);
        out.put((byte) status.getCode().value()).putShort((short) text.length);
        return new OutgoingFrame(type, out.put(text).put(rest).array());
    }

    private static byte[] text(Status status) {
        var description = status.getDescription();
        if (description == null) return EMPTY;
        var bytes = description.getBytes(UTF_8);
        if (bytes.length <= Wire.MAX_TEXT_BYTES) return bytes;
        var end = Wire.MAX_TEXT_BYTES;
        // A character of several bytes is left out altogether rather than cut.
        while ((bytes[end] & 0xC0) == 0x80) end--;
        return Arrays.copyOf(bytes, end);
    }
}
