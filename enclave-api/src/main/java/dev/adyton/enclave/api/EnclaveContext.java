package dev.adyton.enclave.api;

import dev.adyton.protocol.EnclaveConfig;
import io.grpc.Channel;

/** What an enclave knows of itself and its way to the outside. Thread-safe. */
public interface EnclaveContext {
    /** The name under which the host registered this enclave. Chosen by the host. */
    String name();

    /** What the host configured. Chosen by the host: believe nothing in it that matters. */
    EnclaveConfig config();

    /**
     * Calls to the services that the host offers; UNIMPLEMENTED for all others. A call made while the enclave serves a call of the
     * host runs on the host's thread that waits for that call. The host may answer anything, or never: set deadlines, check
     * every value.
     */
    Channel hostChannel();

    /** Measurement of the image that this enclave runs (SHA-384); 48 bytes, a copy. */
    byte[] measurement();

    /** Writes to the enclave's log, which the host can read: no secrets. */
    System.Logger logger();

    /**
     * Ends this enclave at once. Calls under way and every later entry answer ABORTED with this reason.
     *
     * @param reason for the host; no secrets
     */
    void abort(String reason);
}
