package dev.adyton.channel;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHelloTest {
    private static final byte[] TLS_1_3 = extension(43, 2, 3, 4);

    /** A record with a ClientHello of these extensions. */
    static byte[] hello(byte[]... extensions) {
        var rest = ByteBuffer.allocate(1000);
        rest.putShort((short) 0x0303).put(new byte[32]);
        rest.put((byte) 32).put(new byte[32]);
        rest.putShort((short) 2).putShort((short) 0x1301);
        rest.put((byte) 1).put((byte) 0);
        var length = Arrays.stream(extensions).mapToInt(e -> e.length).sum();
        rest.putShort((short) length);
        for (var extension : extensions) rest.put(extension);
        rest.flip();
        var record = ByteBuffer.allocate(9 + rest.remaining());
        record.put((byte) 22).putShort((short) 0x0303).putShort((short) (4 + rest.remaining()));
        record.putInt(1 << 24 | rest.remaining()).put(rest);
        return record.array();
    }

    static byte[] extension(int type, int... content) {
        var extension = ByteBuffer.allocate(4 + content.length);
        extension.putShort((short) type).putShort((short) content.length);
        for (var octet : content) extension.put((byte) octet);
        return extension.array();
    }

    private static void refused(byte[] record, String why) {
        assertThatThrownBy(() -> ClientHello.check(ByteBuffer.wrap(record)))
                .isInstanceOf(ChannelFault.class)
                .hasMessageContaining(why);
    }

    @Test
    void an_offer_of_tls_1_3_alone_is_let_through() {
        assertThatCode(() -> ClientHello.check(ByteBuffer.wrap(hello(TLS_1_3)))).doesNotThrowAnyException();
        assertThatCode(() -> ClientHello.check(
                        ByteBuffer.wrap(hello(extension(10, 0, 2, 0, 23), TLS_1_3, extension(45, 1, 1)))))
                .doesNotThrowAnyException();
    }

    @Test
    void an_older_version_in_the_header_is_let_through_as_tls_wants_it() {
        var record = hello(TLS_1_3);
        record[2] = 1;
        assertThatCode(() -> ClientHello.check(ByteBuffer.wrap(record))).doesNotThrowAnyException();
        record[2] = 2;
        refused(record, "version of the first record: found 770, wanted 771");
    }

    @Test
    void a_client_that_does_not_name_tls_1_3_is_refused() {
        refused(hello(), "found an offer of TLS 1.2 or older");
        refused(hello(extension(10, 0, 2, 0, 23)), "found an offer of TLS 1.2 or older");
    }

    @Test
    void any_other_version_beside_it_is_refused() {
        refused(hello(extension(43, 4, 3, 4, 3, 3)), "length of supported_versions: found 4, wanted 2");
        refused(hello(extension(43, 2, 3, 3)), "supported version: found 771, wanted 772");
    }

    @Test
    void early_data_is_refused() {
        refused(hello(TLS_1_3, extension(42)), "found early data, wanted none");
    }

    @Test
    void resumption_is_refused() {
        refused(hello(TLS_1_3, extension(41, 0, 0, 0, 0)), "found an attempt to resume a session");
    }

    @Test
    void another_message_is_refused() {
        var record = hello(TLS_1_3);
        record[5] = 2;
        refused(record, "first handshake message: found 2, wanted 1");
    }

    @Test
    void a_hello_that_goes_on_in_another_record_is_refused() {
        var record = hello(TLS_1_3);
        record[8]++;
        refused(record, "length of ClientHello");
    }

    @Test
    void extensions_shorter_than_their_length_are_refused() {
        refused(hello(new byte[] {0, 43, 0, 9, 2, 3, 4}), "lengths do not fit together");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 8, 9, 40, 43, 44, 75, 76, 79, 80, 85})
    void a_hello_that_is_cut_is_refused(int length) {
        var record = Arrays.copyOf(hello(TLS_1_3), length);
        if (length > 8) {
            record[4] = (byte) (length - 5);
            record[8] = (byte) (length - 9);
        }
        refused(record, "");
    }
}
