package dev.adyton.enclave.runtime;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.StatusException;

/**
 * Lets calls of one method in while the enclave is running, counts them until they have ended and the host is told, and calls the application with its own
 * class loader as the thread's context.
 */
final class GatedHandler<Q, R> implements ServerCallHandler<Q, R> {
    private final ServerCallHandler<Q, R> handler;
    private final EnclaveLife life;
    private final ClassLoader loader;

    GatedHandler(ServerCallHandler<Q, R> handler, EnclaveLife life, ClassLoader loader) {
        this.handler = handler;
        this.life = life;
        this.loader = loader;
    }

    @Override
    public ServerCall.Listener<Q> startCall(ServerCall<Q, R> call, Metadata headers) {
        try {
            life.enter();
        } catch (StatusException e) {
            call.close(e.getStatus(), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        boolean started = false;
        try (var _ = ApplicationThread.enter(loader)) {
            var listener = new Listener(handler.startCall(call, headers));
            started = true;
            return listener;
        } finally {
            if (!started) {
                life.leave();
            }
        }
    }

    /** gRPC ends each call with onComplete or onCancel, one of them, once; so the call leaves once. */
    private final class Listener extends SimpleForwardingServerCallListener<Q> {
        Listener(ServerCall.Listener<Q> delegate) {
            super(delegate);
        }

        @Override
        public void onMessage(Q message) {
            try (var _ = ApplicationThread.enter(loader)) {
                super.onMessage(message);
            }
        }

        @Override
        public void onHalfClose() {
            try (var _ = ApplicationThread.enter(loader)) {
                super.onHalfClose();
            }
        }

        @Override
        public void onReady() {
            try (var _ = ApplicationThread.enter(loader)) {
                super.onReady();
            }
        }

        @Override
        public void onCancel() {
            try (var _ = ApplicationThread.enter(loader)) {
                super.onCancel();
            } finally {
                life.leave();
            }
        }

        @Override
        public void onComplete() {
            try (var _ = ApplicationThread.enter(loader)) {
                super.onComplete();
            } finally {
                life.leave();
            }
        }
    }
}
