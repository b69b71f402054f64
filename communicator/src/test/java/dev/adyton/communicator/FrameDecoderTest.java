package dev.adyton.communicator;

import static dev.adyton.communicator.RawPeer.frame;
import static dev.adyton.communicator.RawPeer.ints;
import static dev.adyton.communicator.RawPeer.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
    private static Frame decode(byte[] record) throws ProtocolException {
        var buffer = ByteBuffer.wrap(record);
        var frame = FrameDecoder.next(buffer);
        assertThat(buffer.hasRemaining()).isFalse();
        return frame;
    }

    private static Frame decode(OutgoingFrame frame, long id) throws ProtocolException {
        return decode(frame(frame.type, 0, id, frame.payload));
    }

    private static void refused(byte[] record, String... parts) {
        assertThatThrownBy(() -> FrameDecoder.next(ByteBuffer.wrap(record)))
                .isInstanceOf(ProtocolException.class)
                .message()
                .contains(parts);
    }

    @Test
    void each_frame_is_read_as_it_was_written() throws Exception {
        var options = CommunicatorOptions.defaults("x").withWindowBytes(2000).withMaxCalls(3);
        assertThat(decode(OutgoingFrame.hello(options), 0)).isEqualTo(new Frame.Hello(64 << 20, 2000, 3));
        assertThat(decode(OutgoingFrame.halfClose(), 7)).isEqualTo(new Frame.HalfClose(7));
        assertThat(decode(OutgoingFrame.credit(17), 7)).isEqualTo(new Frame.Credit(7, 17));
        assertThat(decode(OutgoingFrame.ping(-3), 0)).isEqualTo(new Frame.Ping(-3));
        assertThat(decode(OutgoingFrame.pong(5), 0)).isEqualTo(new Frame.Pong(5));
        assertThat(decode(OutgoingFrame.goodbye(Status.OK), 0)).isEqualTo(new Frame.Goodbye(Status.OK));
    }

    @Test
    void a_start_is_read_as_it_was_written() throws Exception {
        var headers = new Metadata();
        var key = Metadata.Key.of("k-bin", Metadata.BINARY_BYTE_MARSHALLER);
        headers.put(key, new byte[] {0, 1, -1});
        var start = (Frame.Start) decode(OutgoingFrame.start(4, 99, "a.B/C", headers), 7);
        assertThat(start.callId()).isEqualTo(7);
        assertThat(start.parentId()).isEqualTo(4);
        assertThat(start.timeoutNanos()).isEqualTo(99);
        assertThat(start.method()).isEqualTo("a.B/C");
        assertThat(start.headers().get(key)).containsExactly(0, 1, -1);
    }

    @Test
    void a_status_is_read_as_it_was_written() throws Exception {
        var end = (Frame.End) decode(OutgoingFrame.status(Status.ABORTED.withDescription("größer"), new Metadata()), 7);
        assertThat(end.status().getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(end.status().getDescription()).isEqualTo("größer");
        assertThat(end.trailers().keys()).isEmpty();
    }

    @Test
    void a_fragment_knows_what_it_costs() throws Exception {
        var message =
                (Frame.Message) decode(frame(Wire.MESSAGE, Wire.FIRST | Wire.LAST, 7, join(ints(3), new byte[3])));
        assertThat(message.totalBytes()).isEqualTo(3);
        assertThat(message.cost()).isEqualTo(16 + 4 + 3);
    }

    @Test
    void frames_are_taken_one_by_one() throws Exception {
        var record = ByteBuffer.wrap(join(frame(Wire.HALF_CLOSE, 0, 1), frame(Wire.CREDIT, 0, 1, ints(9))));
        assertThat(FrameDecoder.next(record)).isEqualTo(new Frame.HalfClose(1));
        assertThat(FrameDecoder.next(record)).isEqualTo(new Frame.Credit(1, 9));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15})
    void a_header_that_is_cut_is_refused(int length) {
        refused(new byte[length], "found " + length + " bytes", "wanted a frame header of 16");
    }

    @Test
    void a_length_beyond_the_record_is_refused() {
        var record = frame(Wire.PING, 0, 0, new byte[8]);
        record[3] = 9;
        refused(record, "payload of 9 bytes", "at most the 8");
        record[0] = -1;
        refused(record, "payload of 4278190089 bytes");
    }

    @Test
    void a_payload_longer_than_the_longest_record_allows_is_refused() {
        refused(frame(Wire.MESSAGE, 0, 1, new byte[65_521]), "payload of 65521 bytes", "at most 65520");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 12, 127, -1})
    void an_unknown_type_is_refused(int type) {
        refused(frame(type, 0, 1), "type " + type, "wanted 1 to 11");
    }

    @Test
    void reserved_bits_are_refused() {
        var record = frame(Wire.HALF_CLOSE, 0, 1);
        record[7] = 1;
        refused(record, "reserved bytes 1, wanted 0");
        refused(frame(Wire.HALF_CLOSE, 1, 1), "flags 1 in a frame of type 5");
        refused(frame(Wire.MESSAGE, 4, 1, ints(0)), "flags 4 in a frame of type 4");
    }

    @Test
    void an_id_in_the_wrong_place_is_refused() {
        refused(frame(Wire.PING, 0, 3, new byte[8]), "call id 3", "wanted 0");
        refused(frame(Wire.HALF_CLOSE, 0, 0), "call id 0", "wanted 1 or more");
        refused(frame(Wire.HALF_CLOSE, 0, -1), "call id 18446744073709551615");
    }

    @Test
    void bytes_after_the_end_of_a_frame_are_refused() {
        refused(frame(Wire.HALF_CLOSE, 0, 1, new byte[1]), "1 bytes after the end of a frame of type 5");
        refused(frame(Wire.PING, 0, 0, new byte[9]), "1 bytes after the end of a frame of type 9");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 7})
    void a_payload_that_is_cut_is_refused(int length) {
        refused(frame(Wire.PING, 0, 0, new byte[length]), "found " + length + " bytes at the end of a frame");
        refused(frame(Wire.START, 0, 1, new byte[length]), "at the end of a frame");
        refused(frame(Wire.HELLO, 0, 0, new byte[0]), "at the end of a frame");
    }

    @Test
    void values_of_a_hello_are_checked() {
        refused(frame(Wire.HELLO, 0, 0, ints(1, 0, 1024, 1)), "largest message 0, wanted 1");
        refused(frame(Wire.HELLO, 0, 0, ints(1, -1, 1024, 1)), "largest message 4294967295");
        refused(frame(Wire.HELLO, 0, 0, ints(1, 1, 1023, 1)), "window 1023, wanted 1024");
        refused(frame(Wire.HELLO, 0, 0, ints(1, 1, 1024, 0)), "number of calls 0, wanted 1");
    }

    @Test
    void values_of_a_start_are_checked() {
        refused(frame(Wire.START, 0, 1, ByteBuffer.allocate(20).putLong(-1).array()), "parent call id");
        refused(
                frame(
                        Wire.START,
                        0,
                        1,
                        ByteBuffer.allocate(20).putLong(0).putLong(-5).array()),
                "timeout of -5 ns");
        refused(
                frame(
                        Wire.START,
                        0,
                        1,
                        ByteBuffer.allocate(2000)
                                .putLong(0)
                                .putLong(0)
                                .putShort((short) 1500)
                                .array()),
                "method name of 1500 bytes, wanted at most 1024");
    }

    @Test
    void fragments_must_fit_the_message_that_they_begin() {
        refused(
                frame(Wire.MESSAGE, Wire.FIRST | Wire.LAST, 1, join(ints(5), new byte[4])),
                "4 bytes of a message of 5");
        refused(frame(Wire.MESSAGE, Wire.FIRST, 1, join(ints(5), new byte[5])), "wanted fewer");
        refused(frame(Wire.MESSAGE, Wire.FIRST, 1, ints(5)), "empty fragment");
        refused(frame(Wire.MESSAGE, Wire.LAST, 1), "empty fragment");
        refused(frame(Wire.MESSAGE, Wire.FIRST, 1, ints(-1)), "message length 4294967295");
    }

    @Test
    void status_codes_are_checked() {
        refused(frame(Wire.GOODBYE, 0, 0, new byte[] {17, 0, 0}), "status code 17, wanted 0 to 16");
        refused(frame(Wire.GOODBYE, 0, 0, new byte[] {-1, 0, 0}), "status code -1");
        refused(frame(Wire.CANCEL, 0, 1, new byte[] {0, 0, 0}), "status OK, wanted a reason to cancel");
        refused(frame(Wire.GOODBYE, 0, 0, new byte[] {1, 0x30, 1}), "description of 12289 bytes, wanted at most 12288");
        refused(frame(Wire.CREDIT, 0, 1, ints(0)), "credit 0, wanted 1");
    }

    @Test
    void metadata_is_checked() {
        refused(frame(Wire.HEADERS, 0, 1, new byte[] {2, 1}), "513 metadata entries, wanted at most 512");
        refused(frame(Wire.HEADERS, 0, 1, new byte[49_153]), "metadata of 49153 bytes, wanted at most 49152");
        refused(frame(Wire.HEADERS, 0, 1, new byte[] {0, 1, 0, 0}), "metadata name of 0 bytes, wanted 1 to 255");
        refused(frame(Wire.HEADERS, 0, 1, new byte[] {0, 1, 0, 1, 'A'}), "byte 65 in a metadata name");
        refused(
                frame(Wire.HEADERS, 0, 1, new byte[] {0, 1, 0, 1, 'a', -1, -1, -1, -1}),
                "found 0 bytes at the end of a frame, wanted 4294967295 more");
    }
}
