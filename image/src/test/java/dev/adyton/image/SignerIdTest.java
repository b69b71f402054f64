package dev.adyton.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignerIdTest {
    private static final String HEX = "0123456789abcdef".repeat(6);

    @Test
    void hex_and_bytes_say_the_same() {
        var id = SignerId.parse(HEX);

        assertThat(id).hasToString(HEX);
        assertThat(SignerId.of(id.bytes())).isEqualTo(id).hasSameHashCodeAs(id);
        assertThat(SignerId.parse(HEX.toUpperCase(java.util.Locale.ROOT))).isEqualTo(id);
        assertThat(id.shortHex()).isEqualTo("01234567");
    }

    @Test
    void a_difference_in_the_last_bit_makes_another_signer() {
        var bytes = SignerId.parse(HEX).bytes();
        bytes[SignerId.BYTES - 1] ^= 1;

        assertThat(SignerId.of(bytes)).isNotEqualTo(SignerId.parse(HEX));
    }

    @Test
    void a_signer_is_never_an_image() {
        assertThat((Object) SignerId.parse(HEX)).isNotEqualTo(Measurement.parse(HEX));
        assertThat((Object) Measurement.parse(HEX)).isNotEqualTo(SignerId.parse(HEX));
    }

    @Test
    void changing_the_arrays_that_go_in_and_out_changes_nothing() {
        var in = new byte[SignerId.BYTES];
        var id = SignerId.of(in);
        in[0] = 1;
        id.bytes()[1] = 1;

        assertThat(id.bytes()).isEqualTo(new byte[SignerId.BYTES]);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 32, 47, 49, 64})
    void another_length_is_refused(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignerId.of(new byte[length]))
                .withMessage("A signer id has 48 bytes, found " + length);
    }

    @Test
    void what_is_no_hex_of_that_length_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignerId.parse("abc"))
                .withMessage("A signer id has 96 hex digits, found 3 characters");
        assertThatIllegalArgumentException().isThrownBy(() -> SignerId.parse("g" + HEX.substring(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> SignerId.parse(HEX + " "));
    }
}
