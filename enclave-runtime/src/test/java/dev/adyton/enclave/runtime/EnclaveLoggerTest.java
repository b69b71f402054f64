package dev.adyton.enclave.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.protocol.LogLevel;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnclaveLoggerTest {
    private final MemoryLog log = new MemoryLog();

    @ParameterizedTest
    @CsvSource({
        "LOG_LEVEL_UNSPECIFIED, INFO WARNING ERROR",
        "LOG_LEVEL_TRACE, TRACE DEBUG INFO WARNING ERROR",
        "LOG_LEVEL_DEBUG, DEBUG INFO WARNING ERROR",
        "LOG_LEVEL_INFO, INFO WARNING ERROR",
        "LOG_LEVEL_WARNING, WARNING ERROR",
        "LOG_LEVEL_ERROR, ERROR",
        "LOG_LEVEL_OFF, ''",
    })
    void lets_through_what_the_host_configured(LogLevel configured, String through) {
        var logger = new EnclaveLogger("name", configured, log);
        for (var level : Level.values()) {
            logger.log(level, "said");
        }

        assertThat(log.lines().stream().map(line -> line.level().name()).toList())
                .isEqualTo(through.isEmpty() ? List.of() : List.of(through.split(" ")));
    }

    @Test
    void a_record_has_the_loggers_name_the_formatted_text_and_what_was_thrown() {
        var logger = new EnclaveLogger("name", LogLevel.LOG_LEVEL_INFO, log);
        var thrown = new IllegalStateException("x");
        logger.log(Level.INFO, "{0} of {1}", 1, "two");
        logger.log(Level.INFO, () -> "supplied");
        logger.log(Level.ERROR, "failed", thrown);

        assertThat(logger.getName()).isEqualTo("name");
        assertThat(log.lines())
                .containsExactly(
                        new MemoryLog.Line(Level.INFO, "name", "1 of two", null),
                        new MemoryLog.Line(Level.INFO, "name", "supplied", null),
                        new MemoryLog.Line(Level.ERROR, "name", "failed", thrown));
    }

    @Test
    void a_text_that_is_no_pattern_is_logged_as_it_is() {
        new EnclaveLogger("name", LogLevel.LOG_LEVEL_INFO, log).log(Level.INFO, "{not a pattern", 1);
        new EnclaveLogger("name", LogLevel.LOG_LEVEL_INFO, log).log(Level.INFO, (String) null);

        assertThat(log.lines()).extracting(MemoryLog.Line::text).containsExactly("{not a pattern", "null");
    }

    @Test
    void a_text_is_translated_where_its_bundle_knows_it() {
        ResourceBundle bundle = new ListResourceBundle() {
            @Override
            protected Object[][] getContents() {
                return new Object[][] {{"key", "translated {0}"}};
            }
        };
        var logger = new EnclaveLogger("name", LogLevel.LOG_LEVEL_INFO, log);
        logger.log(Level.INFO, bundle, "key", 7);
        logger.log(Level.INFO, bundle, "unknown", (Throwable) null);

        assertThat(log.lines()).extracting(MemoryLog.Line::text).containsExactly("translated 7", "unknown");
    }
}
