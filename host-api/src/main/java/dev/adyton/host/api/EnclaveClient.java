package dev.adyton.host.api;

import dev.adyton.attestation.appraise.AttestationResult;
import dev.adyton.image.Measurement;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.EnclaveOutput;
import io.grpc.Channel;

/** An application's handle to one enclave, wherever it runs. Thread-safe. Ended through its {@link EnclaveManager}. */
public interface EnclaveClient {
    /** The name it is registered under. */
    String name();

    /** Where it is in its life. */
    EnclaveState state();

    /** Measurement of the image that was loaded, as the enclave's evidence proved it. */
    Measurement measurement();

    /** What the enclave proved of itself when it was last asked, always accepted: first before anything was sent to it. */
    AttestationResult attestation();

    /**
     * Has the enclave prove itself anew, with a new nonce, while its calls go on; waits for the answer.
     *
     * @return the accepted result
     * @throws io.grpc.StatusRuntimeException UNAUTHENTICATED with every reason when it is refused now: its session has ended then, as if it
     *     was lost; ABORTED, FAILED_PRECONDITION and UNAVAILABLE as by {@link #enterAndRun}; DEADLINE_EXCEEDED when there is no answer
     */
    AttestationResult attest();

    /**
     * Calls {@code TrustedApplication.run} and waits for its answer, however long it takes.
     *
     * @throws io.grpc.StatusRuntimeException the application's own status; FAILED_PRECONDITION when the enclave is not running,
     *     showing its state; ABORTED when it has ended by itself; UNAVAILABLE when it was lost during this call
     */
    EnclaveOutput enterAndRun(EnclaveInput input);

    /**
     * Calls to the enclave's own gRPC services. Every kind of generated stub works on it, as on a {@code ManagedChannel}. Calls fail as
     * {@link #enterAndRun} does.
     */
    Channel channel();
}
