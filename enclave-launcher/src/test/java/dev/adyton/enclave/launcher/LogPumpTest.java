package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogPumpTest {
    private final List<LogLine> lines = new ArrayList<>();
    private long now = Long.MAX_VALUE - 5;

    private LogPump pump(InputStream in, int burst) {
        var pump = new LogPump(in, new RateLimit(burst, 1, () -> now), lines::add);
        pump.run();
        return pump;
    }

    private LogPump pump(String text, int burst) {
        return pump(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), burst);
    }

    @Test
    void each_line_has_its_level_and_the_last_needs_no_end() {
        pump("INFO one\nERROR two\r\n\nthree", 100);
        assertThat(lines)
                .containsExactly(
                        new LogLine(Level.INFO, "one"),
                        new LogLine(Level.ERROR, "two"),
                        new LogLine(Level.WARNING, ""),
                        new LogLine(Level.WARNING, "three"));
    }

    @Test
    void a_long_line_is_cut_and_the_next_is_whole() {
        pump("x".repeat(LogPump.MAX_LINE_BYTES + 7) + "\nINFO next\n", 100);
        assertThat(lines)
                .containsExactly(
                        new LogLine(Level.WARNING, "x".repeat(LogPump.MAX_LINE_BYTES) + " [7 bytes cut off]"),
                        new LogLine(Level.INFO, "next"));
    }

    @Test
    void lines_that_come_too_fast_are_counted_instead() {
        pump("INFO a\n".repeat(10), 3);
        assertThat(lines)
                .containsExactly(
                        new LogLine(Level.INFO, "a"),
                        new LogLine(Level.INFO, "a"),
                        new LogLine(Level.INFO, "a"),
                        new LogLine(Level.WARNING, "7 log lines dropped, they came too fast"));
    }

    @Test
    void the_last_lines_are_kept_short_even_when_they_were_dropped() {
        var pump = pump("INFO a\n".repeat(20) + "INFO " + "b".repeat(1000) + "\nINFO c\n", 1);
        assertThat(pump.lastLines()).endsWith("a | a | " + "b".repeat(300) + " | c");
        assertThat(pump.lastLines().length()).isLessThan(8 * 310);
    }

    @Test
    void a_stream_that_breaks_is_reported() {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("broken");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        };
        pump(broken, 1);
        assertThat(lines).containsExactly(new LogLine(Level.WARNING, "its log can no longer be read: broken"));
    }
}
