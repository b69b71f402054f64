package dev.adyton.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Records} must do. */
abstract class RecordsContract {
    Records left;
    Records right;
    final Collector leftEnd = new Collector();
    final Collector rightEnd = new Collector();

    /** Two connected ends, not yet started. */
    abstract List<Records> connect() throws Exception;

    @BeforeEach
    void set_up() throws Exception {
        var pair = connect();
        left = pair.get(0);
        right = pair.get(1);
    }

    @AfterEach
    void end_both() {
        left.close(Status.OK);
        right.close(Status.OK);
        assertThat(leftEnd.broken).hasValue(0);
        assertThat(rightEnd.broken).hasValue(0);
    }

    void start() {
        left.start(leftEnd);
        right.start(rightEnd);
    }

    void send(Records from, Collector end, byte[]... records) {
        end.outgoing.addAll(List.of(records));
        from.wake();
    }

    static byte[] bytes(int seed, int length) {
        var result = new byte[length];
        new Random(seed).nextBytes(result);
        return result;
    }

    @Test
    void a_record_arrives_as_it_was_sent_in_both_directions() throws Exception {
        start();
        send(left, leftEnd, bytes(1, 1));
        send(right, rightEnd, bytes(2, Records.MAX_RECORD_BYTES));
        assertThat(rightEnd.take()).isEqualTo(bytes(1, 1));
        assertThat(leftEnd.take()).isEqualTo(bytes(2, Records.MAX_RECORD_BYTES));
    }

    @Test
    void records_arrive_in_order_and_once() throws Exception {
        start();
        var count = 5_000;
        for (var i = 0; i < count; i++) {
            leftEnd.outgoing.add(ByteBuffer.allocate(4).putInt(i).array());
            if (i % 7 == 0) left.wake();
        }
        left.wake();
        for (var i = 0; i < count; i++)
            assertThat(ByteBuffer.wrap(rightEnd.take()).getInt()).isEqualTo(i);
        assertThat(rightEnd.incoming).isEmpty();
    }

    @Test
    void what_is_sent_before_the_other_end_starts_waits_for_it() throws Exception {
        leftEnd.outgoing.add(bytes(3, 10));
        left.start(leftEnd);
        left.wake();
        right.start(rightEnd);
        assertThat(rightEnd.take()).isEqualTo(bytes(3, 10));
    }

    @Test
    void many_threads_may_wake_at_once() throws Exception {
        start();
        var threads = new ArrayList<Thread>();
        for (var i = 0; i < 8; i++) {
            var record = new byte[] {(byte) i};
            threads.add(Thread.ofVirtual().start(() -> {
                for (var n = 0; n < 500; n++) send(left, leftEnd, record);
            }));
        }
        var seen = new int[8];
        for (var i = 0; i < 8 * 500; i++) seen[rightEnd.take()[0]]++;
        assertThat(seen).containsOnly(500);
        for (var thread : threads) thread.join();
    }

    @Test
    void a_large_amount_passes_both_ways_at_the_same_time() throws Exception {
        start();
        var record = bytes(4, Records.MAX_RECORD_BYTES);
        var count = 200;
        var other = Thread.ofVirtual().start(() -> {
            for (var i = 0; i < count; i++) send(right, rightEnd, record);
        });
        for (var i = 0; i < count; i++) send(left, leftEnd, record);
        for (var i = 0; i < count; i++) {
            assertThat(rightEnd.take()).isEqualTo(record);
            assertThat(leftEnd.take()).isEqualTo(record);
        }
        other.join();
    }

    @Test
    void a_record_may_be_answered_while_it_is_received() throws Exception {
        var echo = new Collector() {
            @Override
            void arrived(byte[] record) {
                send(right, this, record);
            }
        };
        left.start(leftEnd);
        right.start(echo);
        for (var i = 0; i < 300; i++) send(left, leftEnd, bytes(i, 100));
        for (var i = 0; i < 300; i++) assertThat(leftEnd.take()).isEqualTo(bytes(i, 100));
        assertThat(echo.broken).hasValue(0);
    }

    @Test
    void closing_tells_both_ends_after_all_that_was_pulled() throws Exception {
        start();
        for (var i = 0; i < 40; i++) leftEnd.outgoing.add(bytes(i, 60_000));
        left.wake();
        var pulled = 40 - leftEnd.outgoing.size();
        left.close(Status.ABORTED.withDescription("enough"));
        assertThat(leftEnd.end().getDescription()).isEqualTo("enough");
        assertThat(rightEnd.end().getCode()).isIn(Status.Code.ABORTED, Status.Code.UNAVAILABLE);
        assertThat(rightEnd.incoming.size()).isGreaterThanOrEqualTo(pulled);
    }

    @Test
    void closing_twice_keeps_the_first_reason() throws Exception {
        start();
        left.close(Status.ABORTED);
        left.close(Status.OK);
        assertThat(leftEnd.end()).isEqualTo(Status.ABORTED);
        left.wake();
        right.wake();
    }

    @Test
    void closing_both_ends_at_once_ends_both() throws Exception {
        start();
        var other = Thread.ofVirtual().start(() -> right.close(Status.OK));
        left.close(Status.OK);
        other.join();
        leftEnd.end();
        rightEnd.end();
    }

    @Test
    void an_end_may_close_while_it_receives_and_hears_nothing_more() throws Exception {
        var closing = new Collector() {
            @Override
            void arrived(byte[] record) {
                right.close(Status.OK);
            }
        };
        left.start(leftEnd);
        right.start(closing);
        send(left, leftEnd, bytes(1, 10), bytes(2, 10), bytes(3, 10));
        assertThat(closing.end()).isEqualTo(Status.OK);
        leftEnd.end();
        assertThat(closing.incoming).hasSize(1);
        assertThat(closing.broken).hasValue(0);
    }

    @Test
    void a_failing_receiver_ends_the_duplex_with_internal() throws Exception {
        var failing = new Collector() {
            @Override
            void arrived(byte[] record) {
                throw new IllegalStateException("cannot take it");
            }
        };
        left.start(leftEnd);
        right.start(failing);
        send(left, leftEnd, bytes(1, 10));
        var why = failing.end();
        assertThat(why.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(why.getDescription()).contains("cannot take it");
        leftEnd.end();
    }

    @Test
    void a_record_that_is_too_long_ends_the_duplex_naming_found_and_wanted() throws Exception {
        start();
        send(left, leftEnd, new byte[Records.MAX_RECORD_BYTES + 1]);
        var why = leftEnd.end();
        assertThat(why.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(why.getDescription()).contains("67585").contains("1 to 67584");
        rightEnd.end();
        assertThat(rightEnd.incoming).isEmpty();
    }

    @Test
    void starting_twice_is_refused() {
        start();
        assertThatThrownBy(() -> left.start(leftEnd)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void an_end_that_starts_after_the_close_hears_of_it() throws Exception {
        left.start(leftEnd);
        left.close(Status.OK);
        leftEnd.end();
        right.start(rightEnd);
        rightEnd.end();
    }

    @Test
    void an_end_that_was_closed_before_its_start_hears_of_it() throws Exception {
        left.close(Status.ABORTED);
        left.start(leftEnd);
        assertThat(leftEnd.end()).isEqualTo(Status.ABORTED);
        right.start(rightEnd);
        rightEnd.end();
    }
}
