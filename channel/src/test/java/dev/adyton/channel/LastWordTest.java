package dev.adyton.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastWordTest {
    private static Status across(Status status) throws ChannelFault {
        return LastWord.decode(ByteBuffer.wrap(LastWord.encode(status)), "here");
    }

    @Test
    void code_and_text_cross_and_the_text_is_marked_as_the_other_ends() throws Exception {
        var status = across(Status.UNAUTHENTICATED.withDescription("größer"));
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(status.getDescription()).isEqualTo("here: the other end says: größer");
    }

    @Test
    void no_text_is_an_empty_one() throws Exception {
        assertThat(across(Status.INTERNAL).getDescription()).isEqualTo("here: the other end says: ");
    }

    @Test
    void a_long_text_is_cut() {
        assertThat(LastWord.encode(Status.INTERNAL.withDescription("x".repeat(5000))))
                .hasSize(1024);
    }

    @Test
    void what_would_move_a_cursor_is_replaced() throws Exception {
        assertThat(across(Status.INTERNAL.withDescription("a\r\n\u001b[2J\u007f\u0085\u202eb"))
                        .getDescription())
                .isEqualTo("here: the other end says: a???[2J???b");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 17, 255})
    void a_code_that_is_none_is_refused(int code) {
        assertThatThrownBy(() -> LastWord.decode(ByteBuffer.wrap(new byte[] {(byte) code}), "here"))
                .isInstanceOf(ChannelFault.class)
                .hasMessage("found status " + code + " in a last record, wanted 1 to 16");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1025})
    void a_length_out_of_range_is_refused(int length) {
        assertThatThrownBy(() -> LastWord.decode(ByteBuffer.allocate(length), "here"))
                .isInstanceOf(ChannelFault.class)
                .hasMessageContaining("found a last record of " + length + " bytes");
    }
}
