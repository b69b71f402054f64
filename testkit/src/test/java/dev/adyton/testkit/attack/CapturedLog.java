package dev.adyton.testkit.attack;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Everything that Adyton logs in this JVM at any level, and with it what enclaves and their launchers write, which comes here. */
final class CapturedLog implements AutoCloseable {
    // The JDK forgets the level of a logger that nobody holds.
    private final Logger logger = Logger.getLogger("dev.adyton");
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Collector();

    private CapturedLog() {}

    static CapturedLog start() {
        var log = new CapturedLog();
        log.handler.setLevel(Level.ALL);
        log.logger.addHandler(log.handler);
        log.logger.setLevel(Level.ALL);
        // Not into the test's own output: that is what would show a secret.
        log.logger.setUseParentHandlers(false);
        return log;
    }

    /** Each record with its logger, its text and its stack trace. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    long count(String part) {
        return lines.stream().filter(line -> line.contains(part)).count();
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setLevel(null);
        logger.setUseParentHandlers(true);
    }

    private final class Collector extends Handler {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord entry) {
            lines.add(entry.getLoggerName() + " " + formatter.format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
