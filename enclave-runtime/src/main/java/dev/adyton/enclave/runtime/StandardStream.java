package dev.adyton.enclave.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.util.Map;

/**
 * Makes log records of what is printed on {@code System.out} or {@code System.err}, one for each line. Lines that the JDK's own logging
 * prints (its console handler, in {@link #JDK_LOG_FORMAT}) keep their level and logger. Thread-safe.
 */
final class StandardStream extends OutputStream {
    /** For the system property {@code java.util.logging.SimpleFormatter.format}: level, logger, message, stack trace. */
    static final String JDK_LOG_FORMAT = "%4$s %3$s: %5$s%6$s%n";

    private static final Map<String, Level> LEVELS = Map.of(
            "FINEST", Level.TRACE,
            "FINER", Level.TRACE,
            "FINE", Level.DEBUG,
            "CONFIG", Level.DEBUG,
            "INFO", Level.INFO,
            "WARNING", Level.WARNING,
            "SEVERE", Level.ERROR);

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Level level;
    private final String name;
    private final LogSink log;

    private StandardStream(Level level, String name, LogSink log) {
        this.level = level;
        this.name = name;
        this.log = log;
    }

    /** A stream to print on; what is printed has this level and comes from a logger of this name. */
    static PrintStream to(LogSink log, Level level, String name) {
        return new PrintStream(new StandardStream(level, name, log), false, UTF_8);
    }

    @Override
    public synchronized void write(int b) {
        if (b == '\n') {
            endLine();
        } else {
            line.write(b);
            if (line.size() >= LogLines.MAX_LINE) {
                endLine();
            }
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i++) {
            write(bytes[i]);
        }
    }

    /** A line that has no end yet becomes a record all the same. */
    @Override
    public synchronized void close() {
        if (line.size() > 0) {
            endLine();
        }
    }

    private void endLine() {
        var text = line.toString(UTF_8);
        line.reset();
        if (text.endsWith("\r")) {
            text = text.substring(0, text.length() - 1);
        }
        int space = text.indexOf(' ');
        int colon = text.indexOf(": ", space + 1);
        var jdkLevel = space < 0 ? null : LEVELS.get(text.substring(0, space));
        if (jdkLevel != null && colon > 0 && text.indexOf(' ', space + 1) > colon) {
            log.log(jdkLevel, text.substring(space + 1, colon), text.substring(colon + 2), null);
        } else {
            log.log(level, name, text, null);
        }
    }
}
