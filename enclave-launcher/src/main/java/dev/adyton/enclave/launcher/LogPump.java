package dev.adyton.enclave.launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;

/**
 * Turns a child's standard error into log lines. Always reads on; what is too much is dropped and counted, and read
 * slowly, so that it is the child that waits then and not this process that is kept busy.
 */
final class LogPump implements Runnable {
    /** Longest line in bytes of UTF-8; the rest of it is cut off. */
    static final int MAX_LINE_BYTES = 4096;

    /** After a buffer of which something was dropped: so at most 8 MiB a second are read in vain. */
    private static final Duration FLOOD_PAUSE = Duration.ofMillis(1);

    private static final int KEPT_LINES = 8;
    private static final int KEPT_CHARACTERS = 300;

    private final InputStream in;
    private final RateLimit limit;
    private final LogLine.Sink sink;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private final Deque<String> last = new ArrayDeque<>();
    private long cutBytes;
    private long droppedLines;

    LogPump(InputStream in, RateLimit limit, LogLine.Sink sink) {
        this.in = in;
        this.limit = limit;
        this.sink = sink;
    }

    /** Pumps until the stream ends, and closes it. */
    @Override
    public void run() {
        var buffer = new byte[8192];
        try (in) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    take(buffer[i]);
                }
                if (droppedLines > 0 || cutBytes > 0) {
                    LockSupport.parkNanos(FLOOD_PAUSE.toNanos());
                }
            }
        } catch (IOException e) {
            sink.accept(new LogLine(Level.WARNING, "its log can no longer be read: " + e.getMessage()));
        }
        if (line.size() > 0) {
            endLine();
        }
        reportDropped();
    }

    private void take(byte b) {
        if (b == '\n') {
            endLine();
        } else if (line.size() < MAX_LINE_BYTES) {
            line.write(b);
        } else {
            cutBytes++;
        }
    }

    private void endLine() {
        var text = line.toString(StandardCharsets.UTF_8).stripTrailing()
                + (cutBytes == 0 ? "" : " [" + cutBytes + " bytes cut off]");
        line.reset();
        cutBytes = 0;
        var logged = LogLine.of(text);
        keep(logged.text());
        if (limit.tryPass()) {
            reportDropped();
            sink.accept(logged);
        } else {
            droppedLines++;
        }
    }

    private void reportDropped() {
        if (droppedLines > 0) {
            sink.accept(new LogLine(Level.WARNING, droppedLines + " log lines dropped, they came too fast"));
            droppedLines = 0;
        }
    }

    private void keep(String text) {
        synchronized (last) {
            if (last.size() == KEPT_LINES) {
                last.removeFirst();
            }
            last.addLast(text.length() > KEPT_CHARACTERS ? text.substring(0, KEPT_CHARACTERS) : text);
        }
    }

    /** The last lines so far, shortened, on one line. */
    String lastLines() {
        synchronized (last) {
            return String.join(" | ", last);
        }
    }
}
