package dev.adyton.attestation.simulated;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class RootFileTest {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private final KeyPair pair = RootKey.generate();
    private final byte[] content = RootFile.format(pair);

    @Test
    void a_pair_that_was_written_is_read_again() throws Exception {
        var read = RootFile.parse(content, "root.pem");

        assertThat(read.getPublic()).isEqualTo(pair.getPublic());
        assertThat(read.getPrivate().getEncoded()).isEqualTo(pair.getPrivate().getEncoded());
    }

    @Test
    void the_file_is_two_pem_blocks() {
        assertThat(new String(content, US_ASCII)).isEqualTo("""
                        -----BEGIN PRIVATE KEY-----
                        %s
                        -----END PRIVATE KEY-----
                        -----BEGIN PUBLIC KEY-----
                        %s
                        -----END PUBLIC KEY-----
                        """.formatted(
                base64(pair.getPrivate().getEncoded()), base64(pair.getPublic().getEncoded())));
    }

    @Test
    void a_file_cut_anywhere_is_refused() {
        for (int length = 0; length < content.length; length++) {
            var cut = Arrays.copyOf(content, length);

            assertThatIOException()
                    .isThrownBy(() -> RootFile.parse(cut, "root.pem"))
                    .withMessageStartingWith("simulated root root.pem: found " + cut.length + " bytes, wanted ");
        }
    }

    @Test
    void a_file_with_any_byte_changed_is_refused_without_showing_the_key() {
        for (int i = 0; i < content.length; i++) {
            var changed = content.clone();
            changed[i] ^= 0x01;

            assertThatIOException()
                    .isThrownBy(() -> RootFile.parse(changed, "root.pem"))
                    .withNoCause()
                    .withMessageContaining("delete the file to have a new root made")
                    .satisfies(e -> assertThat(e.getMessage())
                            .doesNotContain(
                                    base64(pair.getPrivate().getEncoded()).substring(24, 60)));
        }
    }

    @Test
    void another_text_of_the_same_keys_is_refused() {
        var changed = content.clone();
        // The last two bits of the character before the padding are no part of the key.
        int last = content.length - "=\n-----END PUBLIC KEY-----\n".length() - 1;
        changed[last] = (byte) ALPHABET.charAt(ALPHABET.indexOf(content[last]) + 1);

        assertThatIOException().isThrownBy(() -> RootFile.parse(changed, "root.pem"));
    }

    @Test
    void keys_that_do_not_belong_together_are_refused() {
        var mixed = RootFile.format(new KeyPair(RootKey.generate().getPublic(), pair.getPrivate()));

        assertThatIOException()
                .isThrownBy(() -> RootFile.parse(mixed, "root.pem"))
                .withMessageContaining("found a public key of another private key, wanted a pair");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
