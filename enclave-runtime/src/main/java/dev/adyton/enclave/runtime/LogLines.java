package dev.adyton.enclave.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * The log of an enclave process: lines {@code LEVEL logger: text} in UTF-8 on its standard error, which the launcher reads. Each line of
 * a record's text and stack trace becomes such a line. Control characters are replaced, so that no text can pretend to be
 * another line or move a terminal's cursor.
 */
final class LogLines implements LogSink {
    /** Longest line in characters; a longer one is cut. */
    static final int MAX_LINE = 8 * 1024;

    private static final char REPLACEMENT = '\ufffd';

    private final OutputStream out;

    LogLines(OutputStream out) {
        this.out = out;
    }

    @Override
    public void log(Level level, String logger, String text, @Nullable Throwable thrown) {
        var lines = new StringBuilder();
        var prefix = level.getName() + " " + clean(logger) + ": ";
        text.lines().forEach(line -> append(lines, prefix, line));
        if (thrown != null) {
            stackTrace(thrown).lines().forEach(line -> append(lines, prefix, line));
        }
        write(lines.toString().getBytes(UTF_8));
    }

    private synchronized void write(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            // The launcher no longer reads: it is gone, which the end of standard input tells, and there is nobody left
            // to tell.
            return;
        }
    }

    private static void append(StringBuilder lines, String prefix, String line) {
        lines.append(prefix).append(clean(line)).append('\n');
    }

    private static String stackTrace(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static String clean(String line) {
        var text = new StringBuilder(line.length() > MAX_LINE ? line.substring(0, MAX_LINE) + "..." : line);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\t' && Character.isISOControl(c)) {
                text.setCharAt(i, REPLACEMENT);
            }
        }
        return text.toString();
    }
}
