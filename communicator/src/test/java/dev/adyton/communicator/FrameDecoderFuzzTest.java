package dev.adyton.communicator;

import static dev.adyton.communicator.RawPeer.frame;
import static dev.adyton.communicator.RawPeer.ints;
import static dev.adyton.communicator.RawPeer.join;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class FrameDecoderFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.of(
                frame(Wire.HELLO, 0, 0, ints(Wire.VERSION, 1 << 20, 1 << 16, 100)),
                frame(Wire.START, 0, 2, OutgoingFrame.start(1, 5, "a.B/C", metadata()).payload),
                frame(Wire.HEADERS, 0, 1, OutgoingFrame.headers(metadata()).payload),
                join(
                        frame(Wire.MESSAGE, Wire.FIRST, 2, join(ints(10), new byte[4])),
                        frame(Wire.MESSAGE, Wire.LAST, 2, new byte[6]),
                        frame(Wire.HALF_CLOSE, 0, 2)),
                frame(Wire.STATUS, 0, 1, OutgoingFrame.status(Status.ABORTED.withDescription("x"), metadata()).payload),
                frame(Wire.CANCEL, 0, 2, OutgoingFrame.cancel(Status.CANCELLED).payload),
                frame(Wire.CREDIT, 0, 1, ints(1000)),
                frame(Wire.PING, 0, 0, new byte[8]),
                frame(Wire.GOODBYE, 0, 0, OutgoingFrame.goodbye(Status.OK).payload));
    }

    private static Metadata metadata() {
        var metadata = new Metadata();
        metadata.put(Metadata.Key.of("k-bin", Metadata.BINARY_BYTE_MARSHALLER), new byte[] {0, -1});
        metadata.put(Metadata.Key.of("t", Metadata.ASCII_STRING_MARSHALLER), "text");
        return metadata;
    }

    @MethodSource("seeds")
    @FuzzTest
    void a_record_is_refused_or_is_made_of_whole_frames(byte[] record) {
        var in = ByteBuffer.wrap(record);
        try {
            while (in.hasRemaining()) {
                var before = in.position();
                var frame = FrameDecoder.next(in);
                if (in.position() - before < Wire.HEADER_BYTES) throw new AssertionError("no progress at " + before);
                if (frame instanceof Frame.Message message && message.first() && message.totalBytes() < 0) {
                    throw new AssertionError("negative length");
                }
            }
        } catch (ProtocolException e) {
            if (e.getMessage() == null || !e.getMessage().contains("found"))
                throw new AssertionError("says nothing", e);
        }
    }
}
