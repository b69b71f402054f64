package dev.adyton.cli;

import java.io.PrintWriter;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/** Writes each log record as one line, {@code 21:04:05.123 INFO relay: text}, and stack traces where they are wanted. Thread-safe. */
final class LineHandler extends Handler {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final String OURS = "dev.adyton.";

    private final PrintWriter out;
    private final boolean stackTraces;
    private final SimpleFormatter text = new SimpleFormatter();

    LineHandler(PrintWriter out, boolean stackTraces) {
        this.out = out;
        this.stackTraces = stackTraces;
    }

    @Override
    public void publish(LogRecord entry) {
        if (!isLoggable(entry)) {
            return;
        }
        var line = TIME.format(LocalTime.ofInstant(entry.getInstant(), ZoneId.systemDefault())) + " " + entry.getLevel()
                + " " + shortName(entry) + ": " + printable(text.formatMessage(entry));
        var thrown = entry.getThrown();
        synchronized (out) {
            out.println(thrown == null || stackTraces ? line : line + ": " + printable(String.valueOf(thrown)));
            if (thrown != null && stackTraces) {
                thrown.printStackTrace(out);
            }
        }
    }

    private static String shortName(LogRecord entry) {
        var name = entry.getLoggerName();
        if (name == null) {
            return "root";
        }
        return name.startsWith(OURS) ? name.substring(OURS.length()) : name;
    }

    /** What an enclave logs must neither forge a second line nor move the terminal's cursor. */
    private static String printable(String message) {
        var shown = new StringBuilder(message.length());
        message.chars().forEach(c -> shown.append(Character.isISOControl(c) && c != '\t' ? '?' : (char) c));
        return shown.toString();
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        flush();
    }
}
