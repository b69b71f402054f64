package dev.adyton.enclave.launcher;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** Protobuf messages on a byte stream, each after its length as a varint, as {@code launcher.proto} says. */
final class DelimitedMessages {
    /** The longest message, 64 KiB. */
    static final int MAX_BYTES = 64 << 10;

    /** A varint up to {@link #MAX_BYTES} has three groups of seven bits. */
    private static final int MAX_LENGTH_BYTES = 3;

    private DelimitedMessages() {}

    /**
     * Reads one message; blocks until it is complete.
     *
     * @return empty when the stream ended before its first byte
     * @throws IOException when the stream fails, ends within the message, or carries something else
     */
    static <T extends MessageLite> Optional<T> read(InputStream in, Parser<T> parser) throws IOException {
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        int length = length(in, first);
        if (length > MAX_BYTES) {
            throw new InvalidProtocolBufferException(
                    "Found a message of " + length + " bytes, at most " + MAX_BYTES + " are allowed");
        }
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("Found the end of the stream after " + bytes.length + " of " + length + " bytes");
        }
        return Optional.of(parser.parseFrom(bytes));
    }

    private static int length(InputStream in, int first) throws IOException {
        int length = first & 0x7f;
        int group = first;
        for (int i = 1; (group & 0x80) != 0; i++) {
            if (i == MAX_LENGTH_BYTES) {
                throw new InvalidProtocolBufferException("Found a length of more than " + MAX_LENGTH_BYTES
                        + " bytes, a message has at most " + MAX_BYTES);
            }
            group = in.read();
            if (group < 0) {
                throw new EOFException("Found the end of the stream within the length of a message");
            }
            length |= (group & 0x7f) << (7 * i);
        }
        return length;
    }

    /** Writes one message in one piece and flushes. */
    static void write(OutputStream out, MessageLite message) throws IOException {
        var bytes = new ByteArrayOutputStream();
        message.writeDelimitedTo(bytes);
        bytes.writeTo(out);
        out.flush();
    }
}
