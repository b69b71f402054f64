package dev.adyton.enclave.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import org.junit.jupiter.api.Test;

class LogLinesTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final LogLines log = new LogLines(out);

    @Test
    void a_record_is_one_line() {
        log.log(Level.INFO, "some.logger", "tëxt", null);

        assertThat(out.toString(UTF_8)).isEqualTo("INFO some.logger: tëxt\n");
    }

    @Test
    void each_line_of_a_text_and_of_a_stack_trace_has_level_and_logger() {
        log.log(Level.ERROR, "l", "one\ntwo\r\nthree", new IllegalStateException("why"));

        assertThat(out.toString(UTF_8).lines())
                .startsWith(
                        "ERROR l: one",
                        "ERROR l: two",
                        "ERROR l: three",
                        "ERROR l: java.lang.IllegalStateException: why")
                .allMatch(line -> line.startsWith("ERROR l: "))
                .hasSizeGreaterThan(5);
    }

    @Test
    void control_characters_cannot_reach_a_terminal() {
        log.log(Level.INFO, "l\u001b", "a\u001b[31mb\tc\u0000\u0085", null);

        assertThat(out.toString(UTF_8)).isEqualTo("INFO l\ufffd: a\ufffd[31mb\tc\ufffd\ufffd\n");
    }

    @Test
    void a_long_line_is_cut() {
        log.log(Level.INFO, "l", "x".repeat(LogLines.MAX_LINE + 1), null);

        assertThat(out.toString(UTF_8)).isEqualTo("INFO l: " + "x".repeat(LogLines.MAX_LINE) + "...\n");
    }

    @Test
    void a_log_that_nobody_reads_disturbs_nobody() {
        var broken = new LogLines(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("broken pipe");
            }
        });

        assertThatCode(() -> broken.log(Level.INFO, "l", "text", null)).doesNotThrowAnyException();
    }
}
