package dev.adyton.communicator;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboundTest {
    private final Outbound outbound = new Outbound(1, 1 << 20, OutgoingFrame.hello(CommunicatorOptions.defaults("x")));

    /** What happens to a call. */
    private static final class Owner implements OutboundQueue.Owner {
        final List<String> heard = new ArrayList<>();

        @Override
        public void begun(long id) {
            heard.add("begun " + id);
        }

        @Override
        public void writable() {
            heard.add("writable");
        }

        @Override
        public void ended() {
            heard.add("ended");
        }

        @Override
        public void tooLong(int bytes, int limitBytes) {
            heard.add("too long " + bytes + " " + limitBytes);
        }
    }

    private void open(int maxMessageBytes, int windowBytes) {
        outbound.open(new Frame.Hello(maxMessageBytes, windowBytes, 10));
        assertThat(frames()).hasSize(1);
    }

    private List<Frame> frames() {
        var result = new ArrayList<Frame>();
        var record = outbound.next();
        if (record == null) return result;
        assertThat(record.remaining()).isLessThanOrEqualTo(Wire.MAX_RECORD_BYTES);
        try {
            while (record.hasRemaining()) result.add(FrameDecoder.next(record));
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
        return result;
    }

    private static OutgoingFrame start() {
        return OutgoingFrame.start(0, 0, "a/B", new Metadata());
    }

    private OutboundQueue call(Owner owner, int messageBytes) {
        var queue = outbound.queue(owner);
        outbound.offer(queue, start());
        assertThat(outbound.offerMessage(queue, new byte[messageBytes])).isTrue();
        return queue;
    }

    private static List<Long> messageIds(List<Frame> frames) {
        return frames.stream()
                .filter(Frame.Message.class::isInstance)
                .map(f -> ((Frame.Message) f).callId())
                .toList();
    }

    @Test
    void hello_goes_first_and_calls_wait_for_that_of_the_other_side() {
        var owner = new Owner();
        call(owner, 10);
        assertThat(frames()).singleElement().isInstanceOf(Frame.Hello.class);
        assertThat(frames()).isEmpty();
        outbound.open(new Frame.Hello(1000, 1 << 16, 1));
        assertThat(frames()).hasSize(2);
        assertThat(owner.heard).containsExactly("begun 1");
    }

    @Test
    void a_small_call_leaves_in_one_record() {
        open(1000, 1 << 16);
        var queue = call(new Owner(), 10);
        outbound.offer(queue, OutgoingFrame.halfClose());
        assertThat(frames()).hasExactlyElementsOfTypes(Frame.Start.class, Frame.Message.class, Frame.HalfClose.class);
        assertThat(outbound.hasWork()).isFalse();
    }

    @Test
    void long_messages_take_turns_with_short_ones() {
        open(1 << 20, 1 << 20);
        call(new Owner(), 300_000);
        assertThat(messageIds(frames())).containsExactly(1L);
        call(new Owner(), 100);
        // One fragment of the long one comes first, and it is not the next one's turn again before the short one's.
        assertThat(messageIds(frames())).containsExactly(1L);
        assertThat(messageIds(frames())).startsWith(3L);
        call(new Owner(), 300_000);
        var ids = new ArrayList<Long>();
        for (var i = 0; i < 6; i++) ids.addAll(messageIds(frames()));
        assertThat(ids).contains(1L, 5L);
        assertThat(ids.subList(0, 4)).contains(1L, 5L);
    }

    @Test
    void a_call_with_many_small_messages_takes_turns_too() {
        open(1 << 20, 1 << 20);
        var many = call(new Owner(), 1000);
        for (var i = 0; i < 200; i++)
            assertThat(outbound.offerMessage(many, new byte[1000])).isTrue();
        call(new Owner(), 100);
        assertThat(messageIds(frames())).containsOnly(1L);
        assertThat(messageIds(frames())).startsWith(3L);
    }

    @Test
    void a_call_without_credit_waits_for_it_and_holds_nobody_up() throws Exception {
        open(1 << 20, 2000);
        var blocked = call(new Owner(), 10_000);
        assertThat(messageIds(frames())).containsExactly(1L);
        // The last bit of it is worth one small fragment.
        while (outbound.hasWork()) assertThat(messageIds(frames())).containsOnly(1L);
        call(new Owner(), 100);
        assertThat(messageIds(frames())).containsExactly(3L);
        outbound.credit(blocked, 100_000);
        assertThat(messageIds(frames())).containsExactly(1L);
    }

    @Test
    void a_message_that_the_other_side_does_not_take_is_refused_when_it_is_known() {
        var owner = new Owner();
        call(owner, 2000);
        assertThat(frames()).hasSize(1);
        outbound.open(new Frame.Hello(1000, 1 << 16, 10));
        assertThat(messageIds(frames())).isEmpty();
        assertThat(owner.heard).contains("too long 2000 1000");
    }

    @Test
    void an_owner_that_had_to_wait_is_told_when_it_may_go_on() {
        open(1 << 20, 1 << 20);
        var owner = new Owner();
        var queue = call(owner, 100_000);
        assertThat(outbound.isReady(queue)).isFalse();
        frames();
        assertThat(owner.heard).doesNotContain("writable");
        frames();
        assertThat(owner.heard).contains("writable");
        assertThat(outbound.isReady(queue)).isTrue();
    }

    @Test
    void more_than_may_wait_is_not_taken() {
        open(1 << 20, 1 << 20);
        var queue = call(new Owner(), 600_000);
        assertThat(outbound.offerMessage(queue, new byte[600_000])).isFalse();
        outbound.drop(queue);
        assertThat(outbound.offerMessage(outbound.queue(new Owner()), new byte[600_000]))
                .isTrue();
    }

    @Test
    void a_call_that_is_dropped_before_it_began_leaves_no_trace() {
        open(1000, 1 << 16);
        var owner = new Owner();
        var queue = call(owner, 10);
        outbound.drop(queue);
        assertThat(frames()).isEmpty();
        assertThat(owner.heard).isEmpty();
        assertThat(queue.id).isZero();
        call(owner, 10);
        assertThat(owner.heard).isEmpty();
        assertThat(frames()).first().extracting("callId").isEqualTo(1L);
    }

    @Test
    void starts_that_do_not_fit_into_a_record_keep_the_order_of_their_ids() {
        open(1 << 20, 1 << 20);
        var big = new Metadata();
        big.put(Metadata.Key.of("b-bin", Metadata.BINARY_BYTE_MARSHALLER), new byte[40_000]);
        for (var i = 0; i < 5; i++) {
            outbound.offer(
                    outbound.queue(new Owner()), OutgoingFrame.start(0, 0, "a/B", i % 2 == 0 ? big : new Metadata()));
        }
        var ids = new ArrayList<Long>();
        for (var i = 0; i < 5; i++) {
            for (var frame : frames()) ids.add(((Frame.Start) frame).callId());
        }
        assertThat(ids).containsExactly(1L, 3L, 5L, 7L, 9L);
    }

    @Test
    void the_end_of_a_served_call_is_told_when_it_has_left() {
        open(1000, 1 << 16);
        var owner = new Owner();
        var queue = outbound.queue(owner, 2);
        outbound.offer(queue, OutgoingFrame.status(Status.OK, new Metadata()));
        assertThat(owner.heard).isEmpty();
        assertThat(frames()).hasSize(1);
        assertThat(owner.heard).containsExactly("ended");
    }

    @Test
    void credits_of_a_call_are_sent_as_one() {
        open(1000, 1 << 16);
        var queue = outbound.queue(new Owner(), 2);
        outbound.grant(queue, 10);
        outbound.grant(queue, 20);
        assertThat(frames()).containsExactly(new Frame.Credit(2, 30));
    }

    @Test
    void only_the_last_pong_counts() {
        open(1000, 1 << 16);
        for (var i = 0; i < 1000; i++) outbound.pong(i);
        assertThat(frames()).containsExactly(new Frame.Pong(999));
    }

    @Test
    void answers_that_pile_up_are_noticed() {
        open(1000, 1 << 16);
        var fine = 0;
        while (outbound.control(2, OutgoingFrame.cancel(Status.CANCELLED))) fine++;
        assertThat(fine).isEqualTo(4096);
    }

    @Test
    void after_the_goodbye_nothing_is_said() {
        open(1000, 1 << 16);
        var queue = call(new Owner(), 10);
        outbound.silence(OutgoingFrame.goodbye(Status.OK));
        outbound.offer(queue, OutgoingFrame.halfClose());
        assertThat(frames()).containsExactly(new Frame.Goodbye(Status.OK));
        assertThat(outbound.goodbyeTaken()).isTrue();
        assertThat(frames()).isEmpty();
        assertThat(outbound.isReady(queue)).isFalse();
    }
}
