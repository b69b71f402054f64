package dev.adyton.relay;

import static java.lang.System.Logger.Level.WARNING;

import dev.adyton.enclave.launcher.LaunchException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;

/** What a client is told of this machine's failures. */
final class Failures {
    private static final System.Logger LOG = System.getLogger(Failures.class.getPackageName());

    private Failures() {}

    /** The storage failed: the operator reads the details, which name paths of this machine; the client does not. */
    static StatusRuntimeException storage(IOException e) {
        LOG.log(WARNING, "image cache failed", e);
        return Status.INTERNAL
                .withDescription("the server's image cache failed; its log says why")
                .asRuntimeException();
    }

    static StatusRuntimeException launch(LaunchException e) {
        return Status.fromCodeValue(e.code().value())
                .withDescription(e.getMessage())
                .withCause(e)
                .asRuntimeException();
    }
}
