package dev.adyton.host.api;

/** Where an enclave is in its life, as its host sees it. */
public enum EnclaveState {
    /** Known, not started. */
    UNINITIALIZED,
    /** Starting; {@code TrustedApplication.initialize} has not returned. */
    INITIALIZING,
    /** Answers calls. */
    RUNNING,
    /** {@code TrustedApplication.finish} is under way; no new call is let in. */
    FINALIZING,
    /** Destroyed by its host. */
    FINALIZED,
    /** Ended by itself, or its connection was lost; every entry answers ABORTED with the reason. */
    ABORTED
}
