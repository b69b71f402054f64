package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What arrives at the logger of enclaves while this is open. */
final class CapturedLog extends Handler implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Formatter FORMATTER = new SimpleFormatter();

    // A logger that nobody holds may be forgotten with its handlers.
    private final Logger logger = Logger.getLogger("dev.adyton.enclave");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    CapturedLog() {
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    /** Level and text of each line. */
    List<String> lines() {
        return lines;
    }

    /** Waits until a line with this in it has arrived. */
    synchronized void await(String part) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (lines.stream().noneMatch(line -> line.contains(part))) {
            long left = until - System.nanoTime();
            assertThat(left).as("time to wait for %s, found %s", part, lines).isPositive();
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    @Override
    public synchronized void publish(LogRecord line) {
        lines.add(line.getLevel() + " " + FORMATTER.formatMessage(line));
        notifyAll();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
