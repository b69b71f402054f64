package dev.adyton.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementTest {
    private static final String HEX = "0123456789abcdef".repeat(6);

    @Test
    void hex_and_bytes_say_the_same() {
        var measurement = Measurement.parse(HEX);

        assertThat(measurement).hasToString(HEX);
        assertThat(Measurement.of(measurement.bytes())).isEqualTo(measurement).hasSameHashCodeAs(measurement);
        assertThat(Measurement.parse(HEX.toUpperCase(java.util.Locale.ROOT))).isEqualTo(measurement);
        assertThat(measurement.shortHex()).isEqualTo("01234567");
    }

    @Test
    void a_difference_in_the_last_bit_makes_another_measurement() {
        var bytes = Measurement.parse(HEX).bytes();
        bytes[Measurement.BYTES - 1] ^= 1;

        assertThat(Measurement.of(bytes)).isNotEqualTo(Measurement.parse(HEX));
    }

    @Test
    void changing_the_arrays_that_go_in_and_out_changes_nothing() {
        var in = new byte[Measurement.BYTES];
        var measurement = Measurement.of(in);
        in[0] = 1;
        measurement.bytes()[1] = 1;

        assertThat(measurement.bytes()).isEqualTo(new byte[Measurement.BYTES]);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 32, 47, 49, 64})
    void another_length_is_refused(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Measurement.of(new byte[length]))
                .withMessage("A measurement has 48 bytes, found " + length);
    }

    @Test
    void what_is_no_hex_of_that_length_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Measurement.parse("abc"))
                .withMessage("A measurement has 96 hex digits, found 3 characters");
        assertThatIllegalArgumentException().isThrownBy(() -> Measurement.parse("g" + HEX.substring(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Measurement.parse(HEX + " "));
    }
}
