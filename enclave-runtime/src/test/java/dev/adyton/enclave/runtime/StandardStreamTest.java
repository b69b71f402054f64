package dev.adyton.enclave.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.lang.System.Logger.Level;
import org.junit.jupiter.api.Test;

class StandardStreamTest {
    private final MemoryLog log = new MemoryLog();
    private final PrintStream out = StandardStream.to(log, Level.INFO, "stdout");

    @Test
    void each_line_that_is_printed_is_a_record() {
        out.print("one");
        assertThat(log.lines()).isEmpty();
        out.print(" line\nanother\r\n");
        out.println("ünd");

        assertThat(log.lines())
                .containsExactly(
                        new MemoryLog.Line(Level.INFO, "stdout", "one line", null),
                        new MemoryLog.Line(Level.INFO, "stdout", "another", null),
                        new MemoryLog.Line(Level.INFO, "stdout", "ünd", null));
    }

    @Test
    void a_line_without_an_end_is_a_record_when_the_stream_closes() {
        out.print("rest");
        out.close();

        assertThat(log.lines()).containsExactly(new MemoryLog.Line(Level.INFO, "stdout", "rest", null));
    }

    @Test
    void a_line_without_an_end_is_not_kept_without_bound() {
        out.print("x".repeat(2 * LogLines.MAX_LINE + 1));

        assertThat(log.lines()).hasSize(2).allMatch(line -> line.text().length() == LogLines.MAX_LINE);
    }

    @Test
    void lines_of_the_jdks_logging_keep_their_level_and_logger() {
        out.println("FINE some.logger: detail: more");
        out.println("SEVERE other: failed");
        out.println("INFO: no logger");
        out.println("INFO not a logger: text");
        out.println("INFO");

        assertThat(log.lines())
                .containsExactly(
                        new MemoryLog.Line(Level.DEBUG, "some.logger", "detail: more", null),
                        new MemoryLog.Line(Level.ERROR, "other", "failed", null),
                        new MemoryLog.Line(Level.INFO, "stdout", "INFO: no logger", null),
                        new MemoryLog.Line(Level.INFO, "stdout", "INFO not a logger: text", null),
                        new MemoryLog.Line(Level.INFO, "stdout", "INFO", null));
    }
}
