package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLineTest {
    @ParameterizedTest
    @CsvSource({
        "TRACE a: b, TRACE, a: b",
        "DEBUG a, DEBUG, a",
        "INFO a, INFO, a",
        "WARNING a, WARNING, a",
        "ERROR a, ERROR, a",
        "INFORMATION a, WARNING, INFORMATION a",
        "INFO, WARNING, INFO",
        "OpenJDK warning, WARNING, OpenJDK warning"
    })
    void the_first_word_is_the_level(String line, Level level, String text) {
        assertThat(LogLine.of(line)).isEqualTo(new LogLine(level, text));
    }

    @Test
    void characters_that_are_not_for_display_are_replaced() {
        assertThat(LogLine.clean("a\tb\u001b[2Jc\rd\u2028e\u202ef\ud800g\u0000"))
                .isEqualTo("a\tb?[2Jc?d?e?f?g?");
    }

    @Test
    void letters_of_all_languages_stay() {
        assertThat(LogLine.clean("Ἄδυτον 𝄞 ü")).isEqualTo("Ἄδυτον 𝄞 ü");
    }
}
