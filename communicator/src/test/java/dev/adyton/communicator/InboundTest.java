package dev.adyton.communicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboundTest {
    private static final int WINDOW = 4096;

    private final List<byte[]> messages = new ArrayList<>();
    private boolean finished;
    private final Budget budget = new Budget(10_000);
    private final Inbound inbound =
            new Inbound(CommunicatorOptions.defaults("x").withWindowBytes(WINDOW), 5_000, budget, new Inbound.Sink() {
                @Override
                public void message(byte[] message) {
                    messages.add(message);
                }

                @Override
                public void finished() {
                    finished = true;
                }
            });

    private static Frame.Message fragment(boolean first, boolean last, int total, int length) {
        var cost = Wire.HEADER_BYTES + (first ? Wire.TOTAL_BYTES : 0) + length;
        return new Frame.Message(1, first, last, first ? total : 0, ByteBuffer.allocate(length), cost);
    }

    private static Frame.Message whole(int length) {
        return fragment(true, true, length, length);
    }

    @Test
    void nothing_is_handed_over_that_is_not_asked_for() throws Exception {
        assertThat(inbound.accept(whole(10))).isNull();
        assertThat(inbound.accept(whole(20))).isNull();
        assertThat(messages).isEmpty();
        inbound.request(1);
        assertThat(messages).hasSize(1);
        inbound.request(5);
        assertThat(messages).hasSize(2);
    }

    @Test
    void the_end_comes_after_the_last_message_and_once() throws Exception {
        assertThat(inbound.accept(whole(10))).isNull();
        inbound.finish();
        assertThat(finished).isFalse();
        inbound.request(1);
        assertThat(finished).isTrue();
        assertThatThrownBy(inbound::finish).isInstanceOf(ProtocolException.class);
    }

    @Test
    void fragments_make_a_message() throws Exception {
        inbound.request(1);
        assertThat(inbound.accept(fragment(true, false, 30, 10))).isNull();
        assertThat(inbound.accept(fragment(false, false, 0, 10))).isNull();
        assertThat(messages).isEmpty();
        assertThat(inbound.accept(fragment(false, true, 0, 10))).isNull();
        assertThat(messages).hasSize(1);
        assertThat(messages.get(0)).hasSize(30);
    }

    @Test
    void credit_is_given_back_at_once_while_a_message_is_asked_for() throws Exception {
        inbound.request(1);
        assertThat(inbound.accept(fragment(true, false, 4000, 1500))).isNull();
        assertThat(inbound.takeGrant()).isEqualTo(1520);
        assertThat(inbound.takeGrant()).isZero();
    }

    @Test
    void credit_is_not_given_back_while_nothing_is_asked_for() throws Exception {
        assertThat(inbound.accept(fragment(true, false, 4000, 1500))).isNull();
        assertThat(inbound.takeGrant()).isZero();
        inbound.request(1);
        assertThat(inbound.takeGrant()).isEqualTo(1520);
    }

    @Test
    void small_credits_are_collected() throws Exception {
        inbound.request(100);
        assertThat(inbound.accept(whole(1000))).isNull();
        assertThat(inbound.takeGrant()).isZero();
        assertThat(inbound.accept(whole(1000))).isNull();
        assertThat(inbound.takeGrant()).isEqualTo(2040);
    }

    @Test
    void more_than_the_credit_breaks_the_protocol() throws Exception {
        assertThat(inbound.accept(whole(2500))).isNull();
        assertThatThrownBy(() -> inbound.accept(whole(2500)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("no more than the credit of 1576");
    }

    @Test
    void the_last_bit_of_credit_may_be_overdrawn_by_a_small_fragment_once() throws Exception {
        assertThat(inbound.accept(whole(4000))).isNull();
        assertThat(inbound.accept(fragment(true, false, 3000, 1024))).isNull();
        assertThatThrownBy(() -> inbound.accept(fragment(false, false, 0, 1))).isInstanceOf(ProtocolException.class);
    }

    @Test
    void a_message_over_the_limit_is_refused_at_its_first_fragment() throws Exception {
        var failure = inbound.accept(fragment(true, false, 5001, 1));
        assertThat(failure.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(failure.getDescription()).contains("5001").contains("5000");
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void the_budget_is_taken_from_the_first_fragment_until_the_message_is_read() throws Exception {
        assertThat(inbound.accept(fragment(true, false, 3000, 1000))).isNull();
        assertThat(budget.usedBytes()).isBetween(3000L, 3100L);
        assertThat(inbound.accept(fragment(false, true, 0, 2000))).isNull();
        inbound.request(1);
        assertThat(budget.usedBytes()).isBetween(3000L, 3100L);
        inbound.consumed(messages.get(0));
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void a_call_that_ends_gives_its_budget_back() throws Exception {
        assertThat(inbound.accept(fragment(true, false, 3000, 1000))).isNull();
        inbound.close();
        assertThat(budget.usedBytes()).isZero();
        assertThat(inbound.accept(fragment(true, false, 3000, 1000))).isNull();
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void a_message_for_which_there_is_no_room_is_refused() throws Exception {
        assertThat(budget.take(8000)).isTrue();
        var failure = inbound.accept(fragment(true, false, 3000, 1000));
        assertThat(failure.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(failure.getDescription()).contains("8000 of 10000");
    }
}
