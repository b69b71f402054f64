package dev.adyton.communicator;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the frames of one record; the bytes are copied once, when all is known. */
final class RecordBuilder {
    /** To begin a long message in less room than this would cost more in headers than it is worth. */
    private static final int MIN_ROOM_BYTES = 4 * 1024;

    private final List<Piece> pieces = new ArrayList<>();
    private int size;

    int sizeBytes() {
        return size;
    }

    boolean fits(OutgoingFrame frame) {
        return size + Wire.HEADER_BYTES + frame.payload.length <= Wire.MAX_RECORD_BYTES;
    }

    /** A whole frame; false when there is no room for it. */
    boolean add(long callId, OutgoingFrame frame) {
        return add(new Piece(callId, frame, Wire.NO_FLAGS, 0, frame.payload.length));
    }

    /**
     * As much of a message as there is room and credit for; negative when there is no room.
     *
     * @return what it costs of the credit
     */
    int addMessage(long callId, OutgoingFrame message, long credit) {
        var rest = message.payload.length - message.sent;
        var first = message.sent == 0;
        var overhead = Wire.HEADER_BYTES + (first ? Wire.TOTAL_BYTES : 0);
        var room = Wire.MAX_RECORD_BYTES - size - overhead;
        if (room < Math.min(rest, MIN_ROOM_BYTES)) return -1;
        var length = (int) Math.min(Math.min(rest, room), Math.max(credit, Wire.MIN_FRAGMENT_BYTES));
        var flags = (first ? Wire.FIRST : 0) | (length == rest ? Wire.LAST : 0);
        add(new Piece(callId, message, (byte) flags, message.sent, length));
        message.sent += length;
        return overhead + length;
    }

    /** The record, null when it would be empty; begins a new one. */
    @Nullable ByteBuffer build() {
        if (pieces.isEmpty()) return null;
        var record = ByteBuffer.allocate(size);
        for (var piece : pieces) piece.write(record);
        pieces.clear();
        size = 0;
        return record.flip();
    }

    private boolean add(Piece piece) {
        if (size + piece.size() > Wire.MAX_RECORD_BYTES) return false;
        pieces.add(piece);
        size += piece.size();
        return true;
    }

    private record Piece(long callId, OutgoingFrame frame, byte flags, int offset, int length) {
        boolean withTotal() {
            return (flags & Wire.FIRST) != 0;
        }

        int size() {
            return Wire.HEADER_BYTES + (withTotal() ? Wire.TOTAL_BYTES : 0) + length;
        }

        void write(ByteBuffer out) {
            out.putInt(size() - Wire.HEADER_BYTES).put(frame.type).put(flags).putShort((short) 0);
            out.putLong(callId);
            if (withTotal()) out.putInt(frame.payload.length);
            out.put(frame.payload, offset, length);
        }
    }
}
