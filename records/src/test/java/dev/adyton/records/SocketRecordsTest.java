package dev.adyton.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketRecordsTest extends RecordsContract {
    @TempDir
    Path directory;

    private SocketChannel leftChannel;
    private SocketChannel rightChannel;

    @Override
    List<Records> connect() throws Exception {
        var address = UnixDomainSocketAddress.of(directory.resolve("s"));
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address)) {
            leftChannel = SocketChannel.open(address);
            rightChannel = server.accept();
        }
        return List.of(SocketRecords.over(leftChannel, "left"), SocketRecords.over(rightChannel, "right"));
    }

    @AfterEach
    void no_channel_and_no_thread_is_left() throws Exception {
        left.close(Status.OK);
        right.close(Status.OK);
        for (var thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("adyton-records-")) {
                assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
            }
        }
        assertThat(leftChannel.isOpen()).isFalse();
        assertThat(rightChannel.isOpen()).isFalse();
    }

    /** The left channel is used as it is, and the right one carries records. */
    private void startRightOnly() throws IOException {
        right.start(rightEnd);
    }

    private void write(byte... bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) leftChannel.write(buffer);
    }

    @Test
    void a_record_may_come_in_pieces() throws Exception {
        startRightOnly();
        for (var piece : new byte[] {0, 0, 0, 3, 7, 8, 9}) write(piece);
        assertThat(rightEnd.take()).containsExactly(7, 8, 9);
    }

    @Test
    void a_length_of_zero_ends_it_with_found_and_wanted() throws Exception {
        startRightOnly();
        write(new byte[] {0, 0, 0, 1, 5, 0, 0, 0, 0});
        assertThat(rightEnd.take()).containsExactly(5);
        var why = rightEnd.end();
        assertThat(why.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(why.getDescription()).contains("record of 0 bytes, wanted 1 to 67584");
    }

    @Test
    void a_length_beyond_the_limit_ends_it_before_anything_is_buffered() throws Exception {
        startRightOnly();
        write(new byte[] {-1, -1, -1, -1});
        assertThat(rightEnd.end().getDescription()).contains("record of 4294967295 bytes, wanted 1 to 67584");
    }

    @Test
    void the_end_of_the_other_process_is_unavailable() throws Exception {
        startRightOnly();
        write(new byte[] {0, 0, 0, 1, 5});
        leftChannel.close();
        assertThat(rightEnd.take()).containsExactly(5);
        var why = rightEnd.end();
        assertThat(why.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(why.getDescription()).contains("right");
    }

    @Test
    void what_the_other_end_said_before_it_went_is_delivered_even_if_a_write_fails_first() throws Exception {
        write(new byte[] {0, 0, 0, 1, 5});
        leftChannel.close();
        rightEnd.outgoing.add(bytes(1, 1000));
        startRightOnly();
        assertThat(rightEnd.take()).containsExactly(5);
        assertThat(rightEnd.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void a_sender_is_stopped_by_an_end_that_does_not_read_and_goes_on_later() throws Exception {
        start();
        ((SocketRecords) right).reading(false);
        for (var i = 0; i < 100; i++) send(left, leftEnd, bytes(i, 60_000));
        assertThat(leftEnd.outgoing).isNotEmpty();
        assertThat(rightEnd.incoming.size()).isLessThanOrEqualTo(5);
        ((SocketRecords) right).reading(true);
        for (var i = 0; i < 100; i++) assertThat(rightEnd.take()).isEqualTo(bytes(i, 60_000));
    }

    @Test
    void reading_may_stop_and_go_on_at_each_record() throws Exception {
        var stopping = new Collector() {
            @Override
            void arrived(byte[] record) {
                ((SocketRecords) right).reading(false);
            }
        };
        left.start(leftEnd);
        right.start(stopping);
        for (var i = 0; i < 50; i++) send(left, leftEnd, bytes(i, 100));
        for (var i = 0; i < 50; i++) {
            assertThat(stopping.take()).isEqualTo(bytes(i, 100));
            assertThat(stopping.incoming).isEmpty();
            ((SocketRecords) right).reading(true);
        }
        ((SocketRecords) right).reading(true);
    }

    @Test
    void an_end_that_does_not_read_does_not_hold_up_the_close_of_the_other() throws Exception {
        left.start(leftEnd);
        for (var i = 0; i < 100; i++) leftEnd.outgoing.add(bytes(i, 60_000));
        left.wake();
        left.close(Status.OK);
        assertThat(leftEnd.end()).isEqualTo(Status.OK);
    }

    @Test
    void an_end_that_was_never_started_lets_go_of_its_channel() {
        left.close(Status.OK);
        assertThat(leftChannel.isOpen()).isFalse();
    }

    @Test
    void a_closed_channel_is_refused() throws Exception {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.close();
        assertThatThrownBy(() -> SocketRecords.over(channel, "gone")).isInstanceOf(IOException.class);
    }
}
