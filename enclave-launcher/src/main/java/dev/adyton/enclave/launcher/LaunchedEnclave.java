package dev.adyton.enclave.launcher;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.image.Measurement;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;

/** An enclave process that was started. Thread-safe. */
public interface LaunchedEnclave extends AutoCloseable {
    /** The process's id on this machine. */
    long pid();

    /** What the launcher measured and started. */
    Measurement measurement();

    /** What keeps it and the machine apart, as its evidence claims it. */
    Confinement confinement();

    /** The Unix socket on which the enclave accepts one connection, its records. It lies in a directory of its own, for this user only. */
    Path recordSocket();

    /**
     * How the process ended; completes when it is gone and its files are deleted, never exceptionally. What depends on this must
     * not block.
     */
    CompletionStage<EnclaveExit> ended();

    /**
     * Ends the process: it is asked, then terminated, then killed, a few seconds apart. Waits until it is gone and its files are
     * deleted. A second call does nothing but wait. An interrupt may shorten the patience with the process but not the wait; the
     * thread stays interrupted.
     */
    @Override
    void close();
}
