package dev.adyton.host.api;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** A call that was not let in: ends with its status as soon as it is started. */
final class RefusedCall<I, O> extends ClientCall<I, O> {
    private final Status refusal;
    private final CallOptions options;

    RefusedCall(Status refusal, CallOptions options) {
        this.refusal = refusal;
        this.options = options;
    }

    @Override
    public void start(Listener<O> listener, Metadata headers) {
        Runnable end = () -> listener.onClose(refusal, new Metadata());
        var executor = options.getExecutor();
        // Without an executor of its own a call is answered on some other thread, as the caller may hold a lock that
        // its listener takes.
        if (executor == null) {
            Thread.startVirtualThread(end);
        } else {
            executor.execute(end);
        }
    }

    @Override
    public void request(int messages) {}

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {}

    @Override
    public void halfClose() {}

    @Override
    public void sendMessage(I message) {}
}
