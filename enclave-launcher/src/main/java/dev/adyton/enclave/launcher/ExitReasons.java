package dev.adyton.enclave.launcher;

import dev.adyton.protocol.EnclaveExitCode;
import java.util.Map;

/** What the exit code of an enclave process means, in words. */
final class ExitReasons {
    /** Codes above this one are 128 and a signal's number. */
    private static final int SIGNAL_BASE = 128;

    /** The JVM's exit code under {@code -XX:+ExitOnOutOfMemoryError}. */
    private static final int OUT_OF_MEMORY = 3;

    /** The numbers of signal(7) on Linux that end a process and are met in practice. */
    private static final Map<Integer, String> SIGNALS = Map.of(
            1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 9, "SIGKILL", 11, "SIGSEGV",
            15, "SIGTERM", 31, "SIGSYS");

    private ExitReasons() {}

    static boolean isSignal(int exitCode) {
        return exitCode > SIGNAL_BASE;
    }

    /** Of a process that the kernel killed when those of its control group wanted more memory than they may. */
    static String outOfMemory(int exitCode) {
        return "out of memory of all kinds, heap and other, " + of(exitCode);
    }

    static String of(int exitCode) {
        if (isSignal(exitCode)) {
            int signal = exitCode - SIGNAL_BASE;
            return "killed by signal " + signal + (SIGNALS.containsKey(signal) ? " (" + SIGNALS.get(signal) + ")" : "");
        }
        if (exitCode == OUT_OF_MEMORY) {
            return "out of memory";
        }
        if (exitCode == 1) {
            return "the JVM crashed, or could not start the enclave runtime";
        }
        return switch (EnclaveExitCode.forNumber(exitCode)) {
            case ENCLAVE_EXIT_CODE_FINISHED -> "finished";
            case ENCLAVE_EXIT_CODE_BOOT_REFUSED -> "the image was refused";
            case ENCLAVE_EXIT_CODE_LAUNCHER_GONE -> "ended by its launcher";
            case ENCLAVE_EXIT_CODE_SESSION_LOST -> "the session with its host was lost";
            case ENCLAVE_EXIT_CODE_ABORTED -> "the application aborted itself";
            case ENCLAVE_EXIT_CODE_INTERNAL -> "a fault of the enclave runtime";
            case UNRECOGNIZED -> unknown(exitCode);
            case null -> unknown(exitCode);
        };
    }

    private static String unknown(int exitCode) {
        return "exit code " + exitCode + ", which the enclave runtime does not use";
    }
}
