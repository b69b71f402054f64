package dev.adyton.enclave.runtime;

import dev.adyton.image.EnclaveImage;
import dev.adyton.records.Records;
import io.grpc.Status;
import java.util.concurrent.CompletionStage;

/**
 * One enclave in this JVM: the application of one image, loaded by a class loader of its own and served to one host over records.
 * Thread-safe.
 */
public final class EnclaveRuntime implements AutoCloseable {
    private EnclaveRuntime() {}

    /**
     * Loads the image's classes, makes the application's instance and begins to serve it; it is then uninitialized.
     *
     * @param name for the log: the application's lines go to the {@link System.Logger} named {@code dev.adyton.enclave.NAME}
     * @param records the way to the host, not yet started; closed when the enclave ends, also when this fails
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT when the image's jars or its application class cannot be used, showing
     *     what was found and wanted; INTERNAL when the application's constructor failed
     */
    public static EnclaveRuntime start(String name, EnclaveImage image, Records records) {
        throw new UnsupportedOperationException(name + image + records);
    }

    /**
     * Completes, never exceptionally, when the enclave has ended and its classes are unloaded. OK: finished, or closed in order by
     * either side; ABORTED: the application ended it; otherwise why it could not go on.
     */
    public CompletionStage<Status> ended() {
        throw new UnsupportedOperationException();
    }

    /**
     * Ends the enclave without asking the application: calls under way fail, {@code TrustedApplication.finish} is not called. Returns when
     * it has ended; threads that the application started for itself are the application's own to end. A second call does nothing.
     */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
