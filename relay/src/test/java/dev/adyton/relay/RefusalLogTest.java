package dev.adyton.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.MessageFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class RefusalLogTest {
    private final List<String> lines = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private final RefusalLog log = new RefusalLog(() -> now, new Lines());

    private void refuse(int times) {
        for (var i = 0; i < times; i++) {
            log.refused("/192.0.2.1:1234", "why");
        }
    }

    @Test
    void who_was_refused_is_told_with_the_reason() {
        refuse(1);
        assertThat(lines).containsExactly("WARNING call of /192.0.2.1:1234 refused: why");
    }

    @Test
    void many_refusals_are_few_lines_and_a_number() {
        refuse(10_000);
        assertThat(lines).hasSize(RefusalLog.LINES);
        now = now.plus(RefusalLog.PERIOD);
        refuse(1);
        assertThat(lines).hasSize(RefusalLog.LINES + 2);
        assertThat(lines.get(RefusalLog.LINES)).isEqualTo("WARNING 9,990 more calls refused");
    }

    @Test
    void a_clock_that_is_set_back_silences_nothing() {
        refuse(RefusalLog.LINES);
        now = now.minusSeconds(3600);
        refuse(1);
        assertThat(lines).hasSize(RefusalLog.LINES + 1);
    }

    private final class Lines implements System.Logger {
        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            throw new AssertionError(message, thrown);
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
            lines.add(level + " " + new MessageFormat(format, java.util.Locale.ROOT).format(parameters));
        }
    }
}
