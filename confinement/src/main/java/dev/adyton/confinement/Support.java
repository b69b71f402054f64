package dev.adyton.confinement;

/** Whether this process can confine itself. */
public sealed interface Support {
    /** It can. */
    record Available() implements Support {}

    /**
     * It cannot.
     *
     * @param reason what was found and wanted; one line
     */
    record Unavailable(String reason) implements Support {}
}
