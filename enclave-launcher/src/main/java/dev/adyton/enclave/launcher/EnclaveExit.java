package dev.adyton.enclave.launcher;

/**
 * How an enclave process ended.
 *
 * @param exitCode the process's exit code, 128 + n when signal n ended it, or {@link #UNKNOWN}
 * @param reason the same in words, such as {@code out of memory}; one line
 */
public record EnclaveExit(int exitCode, String reason) {
    /** The exit code when nobody saw the process end, because its launcher was gone. */
    public static final int UNKNOWN = -1;
}
