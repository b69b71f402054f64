package dev.adyton.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.InvalidKeyException;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----\n";
    private static final String END = "-----END PRIVATE KEY-----\n";

    static IntStream sizes() {
        return IntStream.of(0, 1, 2, 3, 47, 48, 49, 95, 96, 4060);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void what_is_written_is_read_again(int size) throws InvalidKeyException {
        var first = new byte[size];
        new Random(size).nextBytes(first);
        var second = new byte[] {1, 2, 3};

        var text = Pem.write(Pem.PRIVATE_KEY, List.of(first, second));

        assertThat(Pem.read(text, Pem.PRIVATE_KEY)).containsExactly(first, second);
        assertThat(new String(text, US_ASCII).lines()).allMatch(line -> line.length() <= 64);
    }

    @Test
    void the_text_is_what_other_programs_write() {
        var mime = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(new byte[60]);

        assertThat(new String(Pem.write(Pem.PRIVATE_KEY, List.of(new byte[60])), US_ASCII))
                .isEqualTo(BEGIN + mime + "\n" + END);
    }

    @Test
    void line_ends_of_windows_empty_lines_and_a_missing_last_line_end_are_taken() throws InvalidKeyException {
        assertThat(read((BEGIN + "AQID\n" + END).replace("\n", "\r\n"))).containsExactly(new byte[] {1, 2, 3});
        assertThat(read("\n" + BEGIN + "AQID\n\n" + END + "\n\n")).containsExactly(new byte[] {1, 2, 3});
        assertThat(read(BEGIN + "AQID\n" + END.trim())).containsExactly(new byte[] {1, 2, 3});
    }

    @Test
    void an_empty_text_is_refused() {
        assertRefused("", "found an empty file, wanted -----BEGIN PRIVATE KEY-----");
        assertRefused("\n\n", "found an empty file, wanted -----BEGIN PRIVATE KEY-----");
    }

    @Test
    void text_around_a_block_is_refused() {
        assertRefused("secret\n" + BEGIN + "AQID\n" + END, "line 1: wanted -----BEGIN PRIVATE KEY----- and nothing");
        assertRefused(BEGIN + "AQID\n" + END + "secret\n", "line 4: wanted -----BEGIN PRIVATE KEY----- and nothing");
        assertRefused(" " + BEGIN + "AQID\n" + END, "line 1: wanted");
    }

    @Test
    void other_kinds_of_keys_are_told_apart() {
        assertRefused(
                BEGIN.replace("PRIVATE", "ENCRYPTED PRIVATE") + "AQID\n",
                "found an encrypted key, which is not supported");
        assertRefused(BEGIN.replace("PRIVATE", "EC PRIVATE") + "AQID\n", "openssl pkcs8 -topk8 -nocrypt");
        assertRefused(BEGIN.replace("PRIVATE", "PUBLIC") + "AQID\n", "found another kind of block");
    }

    @Test
    void a_block_without_its_end_is_refused() {
        assertRefused(BEGIN + "AQID\n", "line 3: wanted -----END PRIVATE KEY-----");
        assertRefused(BEGIN + "AQID\n" + END.replace("PRIVATE", "PUBLIC"), "line 3: wanted -----END PRIVATE KEY-----");
        assertRefused(BEGIN + "AQID\n" + BEGIN + "AQID\n" + END, "line 3: wanted -----END PRIVATE KEY-----");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AQI", "AQ=D", "A", "secret-secret", "AQID\u0000AQID", "AQ ID", "AQ==AQ=="})
    void what_is_no_base64_is_refused_without_being_shown(String line) {
        assertThatExceptionOfType(InvalidKeyException.class)
                .isThrownBy(() -> read(BEGIN + line + "\n" + END))
                .withMessage("the block that ends in line 3 is not base64")
                .withNoCause();
    }

    @Test
    void a_text_over_the_limit_is_refused() {
        assertThatExceptionOfType(InvalidKeyException.class)
                .isThrownBy(() -> Pem.read(new byte[65537], Pem.PUBLIC_KEY))
                .withMessage("found more than 65536 bytes, wanted a PEM file of keys");
    }

    private static void assertRefused(String text, String reason) {
        assertThatExceptionOfType(InvalidKeyException.class)
                .isThrownBy(() -> read(text))
                .withMessageContaining(reason);
    }

    private static List<byte[]> read(String text) throws InvalidKeyException {
        return Pem.read(text.getBytes(US_ASCII), Pem.PRIVATE_KEY);
    }
}
