package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.adyton.protocol.BootRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelimitedMessagesTest {
    private static ByteArrayInputStream stream(String hex) {
        return new ByteArrayInputStream(HexFormat.of().parseHex(hex));
    }

    private static BootRequest withBytes(int size) {
        return BootRequest.newBuilder()
                .setMeasurement(ByteString.copyFrom(new byte[size]))
                .build();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 127, 128, 16_000, 60_000})
    void messages_of_all_sizes_come_back_one_after_the_other(int size) throws IOException {
        var out = new ByteArrayOutputStream();
        DelimitedMessages.write(out, withBytes(size));
        DelimitedMessages.write(out, withBytes(1));
        var in = new ByteArrayInputStream(out.toByteArray());
        assertThat(DelimitedMessages.read(in, BootRequest.parser())).contains(withBytes(size));
        assertThat(DelimitedMessages.read(in, BootRequest.parser())).contains(withBytes(1));
        assertThat(DelimitedMessages.read(in, BootRequest.parser())).isEmpty();
    }

    @Test
    void a_message_takes_no_byte_after_it() throws IOException {
        var in = stream("000102");
        assertThat(DelimitedMessages.read(in, BootRequest.parser())).contains(BootRequest.getDefaultInstance());
        assertThat(in.read()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "8080", "05", "0501020304"})
    void an_end_within_a_message_is_no_end_of_the_stream(String hex) {
        assertThatThrownBy(() -> DelimitedMessages.read(stream(hex), BootRequest.parser()))
                .isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"818004", "ffff7f", "80808001", "ffffffff0f"})
    void a_length_over_the_limit_is_refused_before_the_message_is_read(String hex) {
        assertThatThrownBy(() -> DelimitedMessages.read(stream(hex), BootRequest.parser()))
                .isInstanceOf(InvalidProtocolBufferException.class)
                .hasMessageContaining("65536");
    }

    @Test
    void what_is_no_message_is_refused() {
        assertThatThrownBy(() -> DelimitedMessages.read(stream("02ffff"), BootRequest.parser()))
                .isInstanceOf(InvalidProtocolBufferException.class);
    }
}
