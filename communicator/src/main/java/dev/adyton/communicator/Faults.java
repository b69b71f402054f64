package dev.adyton.communicator;

import io.grpc.Metadata;
import io.grpc.Status;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What crosses of a handler's failure. A status that the handler chose crosses as it is. What it did not choose tells the caller
 * nothing but an id; the log here tells the rest.
 */
final class Faults {
    private static final System.Logger LOG = System.getLogger(Faults.class.getPackageName());

    private final String name;
    private final boolean debug;

    Faults(CommunicatorOptions options) {
        name = options.name();
        debug = options.debug();
    }

    /** The status for what a handler of this method has thrown. */
    Status ofThrown(String method, Throwable thrown) {
        return ofClosed(method, Status.fromThrowable(thrown));
    }

    /** The status for one with which a handler has ended its call. */
    Status ofClosed(String method, Status status) {
        var cause = status.getCause();
        // This is what Status.fromThrowable, and so the generated code, makes of an exception that carries no status.
        var chosen = status.getCode() != Status.Code.UNKNOWN || status.getDescription() != null;
        return chosen || cause == null ? status : unexpected(method, cause);
    }

    private Status unexpected(String method, Throwable cause) {
        var id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        LOG.log(Level.ERROR, name + ": " + method + " failed, correlation id " + id, cause);
        // No fault of the program: it was not given more.
        var exhausted = cause instanceof OutOfMemoryError;
        var text = (exhausted ? "out of memory or threads" : "internal error") + ", correlation id " + id;
        if (debug) text += "\n" + stackTrace(cause);
        return (exhausted ? Status.RESOURCE_EXHAUSTED : Status.INTERNAL)
                .withDescription(text)
                .withCause(cause);
    }

    /** The trailers that a thrown status has brought along. */
    static Metadata trailers(Throwable thrown) {
        var trailers = Status.trailersFromThrowable(thrown);
        return trailers == null ? new Metadata() : trailers;
    }

    private static String stackTrace(Throwable cause) {
        var text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
