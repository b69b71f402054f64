package dev.adyton.communicator;

import io.grpc.KnownLength;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Messages as bytes, in both directions. */
final class MessageStream extends ByteArrayInputStream implements KnownLength {
    MessageStream(byte[] message) {
        super(message);
    }

    /**
     * All bytes of a message that a marshaller streams.
     *
     * @throws StatusRuntimeException RESOURCE_EXHAUSTED when it is longer than the limit
     */
    static byte[] bytes(InputStream message, int limitBytes) throws IOException {
        try (message) {
            if (!(message instanceof KnownLength)) return bounded(message, limitBytes);
            var length = message.available();
            if (length > limitBytes) throw tooLong(length, limitBytes);
            var result = new byte[length];
            var read = message.readNBytes(result, 0, length);
            if (read != length) throw new IOException("found " + read + " bytes of a message, wanted " + length);
            return result;
        }
    }

    private static byte[] bounded(InputStream message, int limitBytes) throws IOException {
        var result = message.readNBytes(limitBytes);
        if (result.length == limitBytes && message.read() >= 0) throw tooLong(limitBytes + 1L, limitBytes);
        return result;
    }

    static StatusRuntimeException tooLong(long length, int limitBytes) {
        return Status.RESOURCE_EXHAUSTED
                .withDescription("a message of " + length + " bytes or more, at most " + limitBytes + " can be sent")
                .asRuntimeException();
    }
}
