package dev.adyton.enclave.runtime;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps log records. */
final class MemoryLog implements LogSink {
    record Line(
            Level level,
            String logger,
            String text,
            @Nullable Throwable thrown) {}

    private final List<Line> lines = new CopyOnWriteArrayList<>();

    @Override
    public void log(Level level, String logger, String text, @Nullable Throwable thrown) {
        lines.add(new Line(level, logger, text, thrown));
    }

    List<Line> lines() {
        return lines;
    }
}
