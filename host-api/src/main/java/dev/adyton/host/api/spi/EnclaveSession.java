package dev.adyton.host.api.spi;

import dev.adyton.attestation.appraise.AttestationResult;
import dev.adyton.image.Measurement;
import io.grpc.Channel;
import io.grpc.Status;
import java.util.concurrent.CompletionStage;

/** A started enclave and the way to it. Thread-safe. */
public interface EnclaveSession extends AutoCloseable {
    /** Calls into the enclave: its lifecycle service and the application's own services. */
    Channel channel();

    /** Measurement of the image that was started, as its evidence proved it. */
    Measurement measurement();

    /** The result of the last appraisal; accepted. */
    AttestationResult attestation();

    /**
     * Has the enclave prove itself anew and waits for it.
     *
     * @throws io.grpc.StatusRuntimeException UNAUTHENTICATED when it is refused, which ends this; otherwise why there was no answer
     */
    AttestationResult attest();

    /**
     * Completes, never exceptionally, when the enclave has ended or the way to it is lost. OK: closed in order; ABORTED: the enclave
     * ended itself, with its reason; any other: what went wrong, e.g. UNAVAILABLE with the exit reason of its process. Calls under
     * way are not told before, so that who hears of the end by a call finds the enclave aborted. What depends on this must not block.
     */
    CompletionStage<Status> ended();

    /** Ends the enclave and waits until it and all that was started for it is gone. A second call does nothing. */
    @Override
    void close();
}
