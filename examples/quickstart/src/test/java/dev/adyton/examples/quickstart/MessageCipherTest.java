package dev.adyton.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCipherTest {
    private final MessageCipher cipher = new MessageCipher(new SecureRandom());

    @BeforeEach
    void makeKey() {
        cipher.makeKey();
    }

    /** RFC 8452, appendices C.2 and C.3, those without additional data. */
    static Stream<Arguments> vectors() {
        var key = "0100000000000000000000000000000000000000000000000000000000000000";
        var nonce = "030000000000000000000000";
        var zeroKey = "00".repeat(32);
        var zeroNonce = "00".repeat(12);
        return Stream.of(
                Arguments.of(key, nonce, "0100000000000000", "c2ef328e5c71c83b843122130f7364b761e0b97427e3df28"),
                Arguments.of(
                        key,
                        nonce,
                        "010000000000000000000000",
                        "9aab2aeb3faa0a34aea8e2b18ca50da9ae6559e48fd10f6e5c9ca17e"),
                Arguments.of(
                        key,
                        nonce,
                        "01000000000000000000000000000000",
                        "85a01b63025ba19b7fd3ddfc033b3e76c9eac6fa700942702e90862383c6c366"),
                Arguments.of(
                        zeroKey,
                        zeroNonce,
                        "000000000000000000000000000000004db923dc793ee6497c76dcc03a98e108",
                        "f3f80f2cf0cb2dd9c5984fcda908456cc537703b5ba70324a6793a7bf218d3eaffffffff000000000000000000000000"));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void the_vectors_of_the_standard_come_out(String key, String nonce, String plaintext, String sealed)
            throws StatusException {
        var fixed = new MessageCipher(new FixedRandom(key, nonce));
        fixed.makeKey();

        var ciphertext = fixed.seal(bytes(plaintext));

        assertThat(ciphertext).isEqualTo(bytes(nonce + sealed));
        assertThat(fixed.open(ciphertext)).isEqualTo(bytes(plaintext));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 1000, 65536})
    void a_message_comes_back_and_its_ciphertext_is_28_bytes_longer(int length) throws StatusException {
        var message = "m".repeat(length);

        var ciphertext = encrypt(message);

        assertThat(ciphertext.size()).isEqualTo(length + 28);
        assertThat(cipher.decrypt(request(ciphertext)).getMessage()).isEqualTo(message);
    }

    @Test
    void the_same_message_gives_another_ciphertext_each_time() throws StatusException {
        assertThat(encrypt("FooBar")).isNotEqualTo(encrypt("FooBar"));
    }

    @Test
    void the_limit_is_in_bytes_of_utf_8_not_in_characters() throws StatusException {
        assertThat(encrypt("ä".repeat(32768)).size()).isEqualTo(65536 + 28);
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> encrypt("ä".repeat(32768) + "a"))
                .withMessage("INVALID_ARGUMENT: Message has 65537 bytes, allowed are 1 to 65536");
    }

    @Test
    void an_empty_message_is_refused() {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> encrypt(""))
                .withMessage("INVALID_ARGUMENT: Message has 0 bytes, allowed are 1 to 65536");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 12, 28, 65565})
    void a_ciphertext_that_no_message_can_have_is_refused(int length) {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> cipher.decrypt(request(ByteString.copyFrom(new byte[length]))))
                .withMessage("INVALID_ARGUMENT: Ciphertext has %d bytes, allowed are 29 to 65564", length);
    }

    @Test
    void a_ciphertext_with_any_bit_changed_is_refused_and_nothing_else_is_said() throws StatusException {
        var ciphertext = encrypt("FooBar").toByteArray();
        for (int bit = 0; bit < ciphertext.length * Byte.SIZE; bit++) {
            var changed = ciphertext.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatExceptionOfType(StatusException.class)
                    .as("bit %d", bit)
                    .isThrownBy(() -> cipher.decrypt(request(ByteString.copyFrom(changed))))
                    .withNoCause()
                    .withMessage("INVALID_ARGUMENT: Ciphertext was not made by this enclave, or was changed");
        }
    }

    @Test
    void a_ciphertext_of_another_enclave_is_refused() throws StatusException {
        var other = new MessageCipher(new SecureRandom());
        other.makeKey();
        var ciphertext = other.encrypt(
                        EncryptRequest.newBuilder().setMessage("FooBar").build())
                .getCiphertext();

        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> cipher.decrypt(request(ciphertext)))
                .extracting(e -> e.getStatus().getCode())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    private ByteString encrypt(String message) throws StatusException {
        return cipher.encrypt(EncryptRequest.newBuilder().setMessage(message).build())
                .getCiphertext();
    }

    private static DecryptRequest request(ByteString ciphertext) {
        return DecryptRequest.newBuilder().setCiphertext(ciphertext).build();
    }

    private static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }
}
