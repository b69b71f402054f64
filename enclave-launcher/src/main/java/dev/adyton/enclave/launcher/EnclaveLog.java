package dev.adyton.enclave.launcher;

import java.io.PrintStream;

/** Where the log lines of enclaves go. */
interface EnclaveLog {
    /** One line of the enclave with this name; called by many threads. */
    void write(String enclave, LogLine line);

    /** To this JVM's logger {@code dev.adyton.enclave}. */
    static EnclaveLog toLogger() {
        var logger = System.getLogger("dev.adyton.enclave");
        return (enclave, line) -> {
            if (logger.isLoggable(line.level())) {
                logger.log(line.level(), (Object) (enclave + ": " + line.text()));
            }
        };
    }

    /** To a stream, one line each with its level first, as {@link LogLine#of(String)} reads it. */
    static EnclaveLog toStream(PrintStream out) {
        return (enclave, line) -> out.println(line.level().getName() + " " + enclave + ": " + line.text());
    }
}
