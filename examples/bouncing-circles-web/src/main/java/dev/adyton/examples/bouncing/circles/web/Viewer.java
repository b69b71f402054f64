package dev.adyton.examples.bouncing.circles.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One browser that looks: server-sent events on a thread of its own. Of each kind only the newest is kept until it is written, so
 * a slow browser sees fewer pictures and holds up nobody. Thread-safe.
 */
final class Viewer {
    /** Kinds of events, in the order in which they are written. */
    enum Kind {
        STATE,
        FRAME,
        NUMBERS
    }

    private final Pace pace;
    private final Map<Kind, String> unsent = new EnumMap<>(Kind.class);
    private @Nullable Thread writer;
    private boolean writing;
    private long writingSince;
    private boolean ended;

    Viewer(Pace pace) {
        this.pace = pace;
    }

    /** Shows this, in place of what it has not seen yet of this kind. */
    synchronized void show(Kind kind, String data) {
        unsent.put(kind, data);
        notifyAll();
    }

    /** Whether what is written now has not been taken for so long. */
    synchronized boolean stuckFor(Duration time) {
        return writing && pace.since(writingSince).compareTo(time) >= 0;
    }

    /** Lets it see no more, at once: what is written now is cut off. */
    synchronized void end() {
        ended = true;
        notifyAll();
        if (writer != null) {
            // It may be blocked by a browser that does not read; an interrupt closes its connection.
            writer.interrupt();
        }
    }

    /**
     * Writes events until the end.
     *
     * @throws IOException when the browser is gone
     */
    void run(OutputStream out) throws IOException {
        synchronized (this) {
            writer = Thread.currentThread();
        }
        try {
            for (var events = take(); !events.isEmpty(); events = take()) {
                out.write(events.getBytes(StandardCharsets.UTF_8));
                out.flush();
                taken();
            }
        } catch (InterruptedException e) {
            // Only the end interrupts, and this is the end.
            Thread.currentThread().interrupt();
        } finally {
            synchronized (this) {
                writer = null;
                ended = true;
            }
        }
    }

    private synchronized String take() throws InterruptedException {
        while (unsent.isEmpty() && !ended) {
            wait();
        }
        if (ended) {
            return "";
        }
        var events = new StringBuilder();
        unsent.forEach((kind, data) -> events.append("event: ")
                .append(kind.name().toLowerCase(Locale.ROOT))
                .append("\ndata: ")
                .append(data)
                .append("\n\n"));
        unsent.clear();
        writing = true;
        writingSince = pace.now();
        return events.toString();
    }

    private synchronized void taken() {
        writing = false;
    }
}
