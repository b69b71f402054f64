package dev.adyton.communicator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.Status;
import java.nio.ByteBuffer;

/** Reads frames. Every length, code and flag is checked before it is used; nothing is allocated beyond what has arrived. */
final class FrameDecoder {
    private FrameDecoder() {}

    /** Takes the next frame off the record, which must have bytes left. */
    static Frame next(ByteBuffer record) throws ProtocolException {
        if (record.remaining() < Wire.HEADER_BYTES) {
            throw new ProtocolException(
                    "found " + record.remaining() + " bytes, wanted a frame header of " + Wire.HEADER_BYTES);
        }
        var length = record.getInt();
        var type = record.get();
        var flags = record.get();
        var reserved = record.getShort();
        var callId = record.getLong();
        if (length < 0 || length > record.remaining()) {
            throw new ProtocolException("found a payload of " + Integer.toUnsignedString(length)
                    + " bytes, wanted at most the " + record.remaining() + " that are left of the record");
        }
        if (length > Wire.MAX_PAYLOAD_BYTES) {
            throw new ProtocolException(
                    "found a payload of " + length + " bytes, wanted at most " + Wire.MAX_PAYLOAD_BYTES);
        }
        if (reserved != 0) throw new ProtocolException("found reserved bytes " + reserved + ", wanted 0");
        var allowed = type == Wire.MESSAGE ? Wire.FIRST | Wire.LAST : Wire.NO_FLAGS;
        if ((flags & ~allowed) != 0)
            throw new ProtocolException("found flags " + flags + " in a frame of type " + type);
        var payload = record.slice(record.position(), length);
        record.position(record.position() + length);
        var frame = parse(type, flags, callId, payload);
        if (payload.hasRemaining() && type != Wire.MESSAGE) {
            throw new ProtocolException(
                    "found " + payload.remaining() + " bytes after the end of a frame of type " + type);
        }
        return frame;
    }

    private static Frame parse(byte type, byte flags, long callId, ByteBuffer in) throws ProtocolException {
        var ofSession = type == Wire.HELLO || type == Wire.PING || type == Wire.PONG || type == Wire.GOODBYE;
        if (ofSession != (callId == Wire.NO_CALL) || callId < 0) {
            throw new ProtocolException("found call id " + Long.toUnsignedString(callId) + " in a frame of type " + type
                    + ", wanted " + (ofSession ? "0" : "1 or more"));
        }
        return switch (type) {
            case Wire.HELLO -> hello(in);
            case Wire.START -> start(callId, in);
            case Wire.HEADERS -> new Frame.Headers(callId, MetadataCodec.decode(in));
            case Wire.MESSAGE -> message(flags, callId, in);
            case Wire.HALF_CLOSE -> new Frame.HalfClose(callId);
            case Wire.STATUS -> new Frame.End(callId, status(in), MetadataCodec.decode(in));
            case Wire.CANCEL -> new Frame.Cancel(callId, failure(in));
            case Wire.CREDIT -> new Frame.Credit(callId, atLeast("credit", 1, int32(in)));
            case Wire.PING -> new Frame.Ping(int64(in));
            case Wire.PONG -> new Frame.Pong(int64(in));
            case Wire.GOODBYE -> new Frame.Goodbye(status(in));
            default -> throw new ProtocolException("found a frame of type " + type + ", wanted 1 to " + Wire.GOODBYE);
        };
    }

    private static Frame hello(ByteBuffer in) throws ProtocolException {
        var version = int32(in);
        if (version != Wire.VERSION) {
            throw new ProtocolException(
                    "found protocol version " + Integer.toUnsignedString(version) + ", wanted " + Wire.VERSION);
        }
        var maxMessage = atLeast("largest message", 1, int32(in));
        var window = atLeast("window", Wire.MIN_WINDOW_BYTES, int32(in));
        return new Frame.Hello(maxMessage, window, atLeast("number of calls", 1, int32(in)));
    }

    private static Frame start(long callId, ByteBuffer in) throws ProtocolException {
        var parent = int64(in);
        if (parent < 0) throw new ProtocolException("found parent call id " + Long.toUnsignedString(parent));
        var timeout = int64(in);
        if (timeout < 0) throw new ProtocolException("found a timeout of " + timeout + " ns, wanted 0 or more");
        var method = text("method name", Wire.MAX_METHOD_BYTES, in);
        return new Frame.Start(callId, parent, timeout, method, MetadataCodec.decode(in));
    }

    private static Frame message(byte flags, long callId, ByteBuffer in) throws ProtocolException {
        var cost = Wire.HEADER_BYTES + in.remaining();
        var first = (flags & Wire.FIRST) != 0;
        var last = (flags & Wire.LAST) != 0;
        var total = first ? atLeast("message length", 0, int32(in)) : 0;
        if (first && (last ? in.remaining() != total : in.remaining() >= total)) {
            throw new ProtocolException("found " + in.remaining() + " bytes of a message of " + total
                    + (last ? ", wanted all of them" : ", wanted fewer in a first fragment"));
        }
        if (!(first && last) && !in.hasRemaining()) throw new ProtocolException("found an empty fragment");
        return new Frame.Message(callId, first, last, total, in, cost);
    }

    private static Status failure(ByteBuffer in) throws ProtocolException {
        var status = status(in);
        if (status.isOk()) throw new ProtocolException("found status OK, wanted a reason to cancel");
        return status;
    }

    private static Status status(ByteBuffer in) throws ProtocolException {
        need(in, 1);
        var code = in.get();
        if (code < 0 || code >= Status.Code.values().length) {
            throw new ProtocolException(
                    "found status code " + code + ", wanted 0 to " + (Status.Code.values().length - 1));
        }
        var text = text("status description", Wire.MAX_TEXT_BYTES, in);
        var status = Status.fromCodeValue(code);
        return text.isEmpty() ? status : status.withDescription(text);
    }

    private static String text(String what, int limit, ByteBuffer in) throws ProtocolException {
        need(in, Short.BYTES);
        var length = Short.toUnsignedInt(in.getShort());
        if (length > limit)
            throw new ProtocolException("found a " + what + " of " + length + " bytes, wanted at most " + limit);
        return new String(MetadataCodec.bytes(in, length), UTF_8);
    }

    private static int atLeast(String what, int least, int found) throws ProtocolException {
        if (found < least) {
            throw new ProtocolException("found " + what + " " + Integer.toUnsignedString(found) + ", wanted " + least
                    + " to " + Integer.MAX_VALUE);
        }
        return found;
    }

    private static int int32(ByteBuffer in) throws ProtocolException {
        need(in, Integer.BYTES);
        return in.getInt();
    }

    private static long int64(ByteBuffer in) throws ProtocolException {
        need(in, Long.BYTES);
        return in.getLong();
    }

    private static void need(ByteBuffer in, int bytes) throws ProtocolException {
        MetadataCodec.need(in, bytes);
    }
}
