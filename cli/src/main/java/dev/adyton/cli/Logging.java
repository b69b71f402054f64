package dev.adyton.cli;

import java.io.PrintWriter;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What is logged: warnings of Adyton unless more is asked for, other libraries hardly ever. */
final class Logging {
    // The JDK forgets the level of a logger that nobody holds.
    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger ADYTON = Logger.getLogger("dev.adyton");
    private static final Logger RELAY = Logger.getLogger("dev.adyton.relay");

    private Logging() {}

    /** Sends log lines to {@code err}: Adyton's warnings (0), what happens (1), every detail (2 or more). */
    static void start(int verbosity, PrintWriter err) {
        for (var handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        ROOT.addHandler(new LineHandler(err, verbosity > 0));
        ROOT.setLevel(verbosity == 0 ? Level.OFF : Level.WARNING);
        ADYTON.setLevel(
                switch (verbosity) {
                    case 0 -> Level.WARNING;
                    case 1 -> Level.INFO;
                    default -> Level.ALL;
                });
    }

    /** Lets the starts and ends of enclaves through, as a server's operator expects. */
    static void tellRelay() {
        if (!RELAY.isLoggable(Level.INFO)) {
            RELAY.setLevel(Level.INFO);
        }
    }
}
