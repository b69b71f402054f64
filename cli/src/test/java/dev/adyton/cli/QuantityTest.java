package dev.adyton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class QuantityTest {
    @Test
    void bytes_may_have_a_binary_unit() {
        assertThat(Quantity.bytes("1")).isEqualTo(1);
        assertThat(Quantity.bytes("3KiB")).isEqualTo(3_072);
        assertThat(Quantity.bytes("512MiB")).isEqualTo(536_870_912);
        assertThat(Quantity.bytes("2GiB")).isEqualTo(2_147_483_648L);
    }

    @Test
    void durations_have_a_unit() {
        assertThat(Quantity.duration("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(Quantity.duration("30s")).isEqualTo(Duration.ofSeconds(30));
        assertThat(Quantity.duration("5m")).isEqualTo(Duration.ofMinutes(5));
        assertThat(Quantity.duration("1h")).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1KB", "1 MiB", "MiB", "1.5GiB", "99999999999999999GiB", "1kib"})
    void other_sizes_are_refused_with_what_is_wanted(String text) {
        assertThatThrownBy(() -> Quantity.bytes(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("found \"" + text + "\"")
                .hasMessageContaining("512MiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "0s", "-1s", "1w", "s", "99999999999999999h"})
    void other_durations_are_refused_with_what_is_wanted(String text) {
        assertThatThrownBy(() -> Quantity.duration(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("found \"" + text + "\"")
                .hasMessageContaining("500ms");
    }
}
