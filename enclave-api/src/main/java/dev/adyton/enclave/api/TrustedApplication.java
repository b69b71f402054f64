package dev.adyton.enclave.api;

import dev.adyton.protocol.EnclaveFinal;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.EnclaveOutput;
import io.grpc.BindableService;
import io.grpc.Status;
import java.util.List;

/**
 * The application inside an enclave. The image names one class that implements this and has a public constructor without
 * parameters; the runtime makes one instance and drives it through its life:
 *
 * <pre>uninitialized -> initialize -> running (run, services, any number, in parallel) -> finish -> finalized</pre>
 *
 * <p>A thrown {@link io.grpc.StatusException} or {@link io.grpc.StatusRuntimeException} reaches the host as it is. Any other
 * exception reaches it as INTERNAL with a correlation id; its text and stack trace stay in the enclave's log, unless the image is a
 * debug image.
 */
public interface TrustedApplication {
    /**
     * Called once, before anything else. When it throws, the enclave is ended and was never running.
     *
     * @param context the way to the outside, valid for the enclave's whole life
     */
    default void initialize(EnclaveContext context) throws Exception {}

    /** Answers one {@code EnclaveClient.enterAndRun}; called from many threads at once. */
    default EnclaveOutput run(EnclaveInput input) throws Exception {
        throw Status.UNIMPLEMENTED
                .withDescription(getClass().getName() + " does not implement run")
                .asRuntimeException();
    }

    /** Called once, last, while no new call is let in. The enclave ends afterwards whatever happens here. */
    default void finish(EnclaveFinal input) throws Exception {}

    /**
     * The gRPC services that the host may call while the enclave is running. Asked for once, after {@link #initialize}.
     */
    default List<BindableService> services() {
        return List.of();
    }
}
