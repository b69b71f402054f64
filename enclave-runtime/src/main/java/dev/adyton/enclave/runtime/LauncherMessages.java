package dev.adyton.enclave.runtime;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Reads messages of {@code launcher.proto}, each after its length as a varint, and not a byte beyond; writes them so. */
final class LauncherMessages {
    static final int MAX_BYTES = 64 * 1024;

    private LauncherMessages() {}

    /**
     * Reads one.
     *
     * @param what it is, for errors
     * @throws EOFException when the stream ends before or within it
     * @throws IOException what was found and wanted
     */
    static <T extends MessageLite> T read(InputStream in, Parser<T> parser, String what) throws IOException {
        int first = in.read();
        if (first < 0) {
            throw new EOFException("standard input ended before: " + what);
        }
        int size = CodedInputStream.readRawVarint32(first, in);
        if (size < 0 || size > MAX_BYTES) {
            throw new IOException(
                    what + ": found " + Integer.toUnsignedString(size) + " bytes, wanted at most " + MAX_BYTES);
        }
        var bytes = new byte[size];
        int found = in.readNBytes(bytes, 0, size);
        if (found < size) {
            throw new EOFException("standard input ended after " + found + " of " + size + " bytes of: " + what);
        }
        try {
            return parser.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IOException(what + ": is malformed: " + e.getMessage(), e);
        }
    }

    /** Writes one, all of it. */
    static void write(OutputStream out, MessageLite.Builder message) throws IOException {
        message.build().writeDelimitedTo(out);
        out.flush();
    }
}
