package dev.adyton.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySizeTest {
    @ParameterizedTest
    @CsvSource({"16384KiB,16777216", "256MiB,268435456", "' 64 GiB ',68719476736", "0MiB,0"})
    void a_number_and_a_unit_give_bytes(String text, long bytes) {
        assertThat(MemorySize.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "256", "256M", "256 MB", "256mib", "-1MiB", "1.5GiB", "9999999999999GiB", "MiB"})
    void anything_else_is_refused_with_what_was_found(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemorySize.parse(text))
                .withMessage(
                        "'%s' is no memory size; wanted a whole number and a unit, such as 256MiB (KiB, MiB, GiB)",
                        text);
    }
}
