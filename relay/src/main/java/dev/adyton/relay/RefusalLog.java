package dev.adyton.relay;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Logs who was refused and why, and not so often that it fills a disk. Thread-safe. */
final class RefusalLog {
    static final int LINES = 10;
    static final Duration PERIOD = Duration.ofMinutes(1);

    private static final System.Logger LOG = System.getLogger(RefusalLog.class.getPackageName());

    private final InstantSource clock;
    private final System.Logger log;
    private Instant begin = Instant.MIN;
    private long found;

    RefusalLog(InstantSource clock) {
        this(clock, LOG);
    }

    RefusalLog(InstantSource clock, System.Logger log) {
        this.clock = clock;
        this.log = log;
    }

    /**
     * Logs one refusal, or counts it.
     *
     * @param why for the operator; shows no credential
     */
    synchronized void refused(String peer, String why) {
        var now = clock.instant();
        // A clock that stepped back must not silence the log until it is there again.
        if (now.isBefore(begin) || !now.isBefore(begin.plus(begin.equals(Instant.MIN) ? Duration.ZERO : PERIOD))) {
            if (found > LINES) {
                log.log(WARNING, "{0} more calls refused", found - LINES);
            }
            begin = now;
            found = 0;
        }
        found++;
        if (found <= LINES) {
            log.log(WARNING, "call of {0} refused: {1}", peer, why);
        }
    }
}
