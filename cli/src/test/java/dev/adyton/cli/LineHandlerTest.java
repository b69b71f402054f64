package dev.adyton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LineHandlerTest {
    private final StringWriter written = new StringWriter();

    private String logged(boolean stackTraces, String logger, String message, Throwable thrown) {
        var entry = new LogRecord(Level.WARNING, message);
        entry.setLoggerName(logger);
        entry.setThrown(thrown);
        new LineHandler(new PrintWriter(written), stackTraces).publish(entry);
        return written.toString();
    }

    @Test
    void a_record_is_one_line_with_time_level_logger_and_text() {
        assertThat(logged(false, "dev.adyton.relay", "enclave started", null))
                .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} WARNING relay: enclave started\\R");
    }

    @Test
    void the_loggers_of_others_keep_their_names() {
        assertThat(logged(false, "io.netty.x", "text", null)).contains(" io.netty.x: text");
    }

    @Test
    void what_an_enclave_logs_cannot_forge_lines_or_move_the_cursor() {
        assertThat(logged(false, "dev.adyton.enclave.x", "one\ntwo\r\u001b[2Jthree", null))
                .contains("one?two??[2Jthree")
                .hasLineCount(1);
    }

    @Test
    void a_stack_trace_is_shown_only_when_wanted() {
        var failure = new IllegalStateException("broken");
        assertThat(logged(false, "x", "text", failure))
                .contains("text: java.lang.IllegalStateException: broken")
                .hasLineCount(1);
        assertThat(logged(true, "x", "text", failure)).contains("\tat dev.adyton.cli.LineHandlerTest");
    }
}
