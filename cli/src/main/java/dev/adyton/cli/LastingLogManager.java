package dev.adyton.cli;

import java.util.logging.LogManager;

/**
 * Keeps the log handlers until the process is gone. The JDK's own manager drops them as soon as a shutdown begins, and with them the lines
 * that say how enclaves were ended. Public for the JDK, which makes the instance by name.
 */
public final class LastingLogManager extends LogManager {
    /** For the JDK. */
    public LastingLogManager() {}

    /** Makes this JVM log through such a manager; without effect once something has logged. */
    static void install() {
        System.setProperty("java.util.logging.manager", LastingLogManager.class.getName());
    }

    /** Does nothing. */
    @Override
    public void reset() {}
}
