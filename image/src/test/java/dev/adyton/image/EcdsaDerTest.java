package dev.adyton.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcdsaDerTest {
    private static final String HALF = "02300" + "1".repeat(95);

    @ParameterizedTest
    @CsvSource({
        "3006 020101 020101, smallest",
        "3007 02020080 020101, padded since it would be negative",
        "3008 02020100 02020100, two bytes",
    })
    void two_positive_numbers_in_their_shortest_form_are_taken(String hex, String what) {
        assertThat(canonical(hex)).as(what).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'', empty",
        "30, no length",
        "3006, no content",
        "3106 020101 020101, a set",
        "3005 020101 020101, too short a length",
        "3007 020101 020101, too long a length",
        "308106 020101 020101, a length in long form",
        "3006 020101 020101 00, a byte after it",
        "3007 020101 020101 00, a byte after the numbers",
        "3009 020101 020101 020101, three numbers",
        "3003 020101, one number",
        "3006 020100 020101, zero",
        "3006 020101 020100, zero as the second",
        "3006 020181 020101, negative",
        "3007 02020001 020101, padded without need",
        "3005 0200 020101, a number without bytes",
        "3006 040101 020101, no integer",
        "3006 020105 020201, the second reaches beyond",
        "3007 0281 0101 020101, a number's length in long form",
    })
    void any_other_spelling_is_refused(String hex, String what) {
        assertThat(canonical(hex)).as(what).isFalse();
    }

    @Test
    void a_number_is_at_most_as_long_as_the_order() {
        assertThat(canonical("3064" + HALF + HALF)).isTrue();
        assertThat(canonical("3066" + "023100" + "ff".repeat(48) + "023100" + "ff".repeat(48)))
                .isTrue();
        assertThat(canonical("3036" + "0231" + "7f".repeat(49) + "020101")).isFalse();
        assertThat(canonical("3037" + "023200" + "ff".repeat(49) + "020101")).isFalse();
    }

    private static boolean canonical(String hex) {
        return EcdsaDer.isCanonical(HexFormat.of().parseHex(hex.replace(" ", "")), 48);
    }
}
