package dev.adyton.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
    @Test
    void what_is_done_to_the_arrays_does_not_change_it() {
        var array = new byte[] {1, 2, 3};
        var bytes = Bytes.of(array);
        array[0] = 9;
        bytes.toByteArray()[1] = 9;
        assertThat(bytes).isEqualTo(Bytes.hex("010203")).hasSameHashCodeAs(Bytes.hex("010203"));
    }

    @Test
    void the_same_octets_are_equal_and_others_are_not() {
        assertThat(Bytes.hex("00ff")).isEqualTo(Bytes.hex("00FF")).isNotEqualTo(Bytes.hex("00fe"));
        assertThat(Bytes.hex("00")).isNotEqualTo(Bytes.hex("0000")).isNotEqualTo("00");
        assertThat(Bytes.utf8("\u00e4")).isEqualTo(Bytes.hex("c3a4"));
    }

    @Test
    void it_is_shown_in_hex_digits() {
        assertThat(Bytes.hex("0A1b2C3d4E")).hasToString("0a1b2c3d4e");
        assertThat(Bytes.hex("0a1b2c3d4e").shortHex()).isEqualTo("0a1b2c3d");
        assertThat(Bytes.hex("0a").shortHex()).isEqualTo("0a");
    }

    @ParameterizedTest
    @CsvSource({"0, 3, 010203", "1, 2, 02", "3, 3, ''"})
    void a_slice_is_a_part_of_its_own(int from, int to, String hex) {
        assertThat(Bytes.hex("010203").slice(from, to)).isEqualTo(Bytes.hex(hex));
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "2, 1", "0, 4"})
    void a_slice_beyond_the_end_is_refused(int from, int to) {
        assertThatThrownBy(() -> Bytes.hex("010203").slice(from, to)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0g", "00 11", "0x11"})
    void what_is_not_hex_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Bytes.hex(text));
    }
}
