package dev.adyton.enclave.runtime;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Where the log records of one enclave go. Thread-safe. */
interface LogSink {
    /**
     * Takes one record.
     *
     * @param level anything but {@link Level#ALL} and {@link Level#OFF}
     * @param logger who says it
     * @param text one or more lines
     * @param thrown whose stack trace belongs to it
     */
    void log(Level level, String logger, String text, @Nullable Throwable thrown);

    /** Records of an enclave in this JVM, which the host's own logging sorts out. */
    static LogSink ofHost() {
        return (level, logger, text, thrown) -> System.getLogger(logger).log(level, text, thrown);
    }
}
