package dev.adyton.enclave.runtime;

import dev.adyton.protocol.LogLevel;
import java.text.MessageFormat;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** The logger that an application gets: lets through what the host configured. Thread-safe. */
final class EnclaveLogger implements System.Logger {
    private final String name;
    private final Level threshold;
    private final LogSink sink;

    EnclaveLogger(String name, LogLevel threshold, LogSink sink) {
        this.name = name;
        this.threshold = level(threshold);
        this.sink = sink;
    }

    /** The logger's name, and the one of the host's System.Logger that it ends in when the enclave is in the host's JVM. */
    static String nameFor(String enclave) {
        return "dev.adyton.enclave." + enclave;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isLoggable(Level level) {
        return level != Level.OFF && threshold != Level.OFF && level.getSeverity() >= threshold.getSeverity();
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String text, @Nullable Throwable thrown) {
        if (isLoggable(level)) {
            sink.log(level, name, translated(bundle, text), thrown);
        }
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... values) {
        if (isLoggable(level)) {
            sink.log(level, name, formatted(translated(bundle, format), values), null);
        }
    }

    private static String translated(@Nullable ResourceBundle bundle, @Nullable String text) {
        try {
            return bundle == null || text == null ? String.valueOf(text) : bundle.getString(text);
        } catch (MissingResourceException e) {
            return String.valueOf(text);
        }
    }

    private static String formatted(String format, @Nullable Object @Nullable [] values) {
        try {
            return values == null || values.length == 0 ? format : MessageFormat.format(format, values);
        } catch (IllegalArgumentException e) {
            // No pattern, so it is a text; a log must not fail the one who logs.
            return format;
        }
    }

    private static Level level(LogLevel configured) {
        return switch (configured) {
            case LOG_LEVEL_TRACE -> Level.TRACE;
            case LOG_LEVEL_DEBUG -> Level.DEBUG;
            case LOG_LEVEL_UNSPECIFIED, LOG_LEVEL_INFO, UNRECOGNIZED -> Level.INFO;
            case LOG_LEVEL_WARNING -> Level.WARNING;
            case LOG_LEVEL_ERROR -> Level.ERROR;
            case LOG_LEVEL_OFF -> Level.OFF;
        };
    }
}
