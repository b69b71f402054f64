package dev.adyton.enclave.runtime;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;

/** Calls to the host, whose answers reach the application with its own class loader as the thread's context. */
record HostCalls(ClassLoader loader) implements ClientInterceptor {
    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<R> answers, Metadata headers) {
                super.start(new Answers<>(answers, loader), headers);
            }
        };
    }

    private static final class Answers<R> extends SimpleForwardingClientCallListener<R> {
        private final ClassLoader loader;

        Answers(ClientCall.Listener<R> delegate, ClassLoader loader) {
            super(delegate);
            this.loader = loader;
        }

        @Override
        public void onHeaders(Metadata headers) {
            try (var _ = ApplicationThread.enter(loader)) {
                super.onHeaders(headers);
            }
        }

        @Override
        public void onMessage(R message) {
            try (var _ = ApplicationThread.enter(loader)) {
                super.onMessage(message);
            }
        }

        @Override
        public void onReady() {
            try (var _ = ApplicationThread.enter(loader)) {
                super.onReady();
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            try (var _ = ApplicationThread.enter(loader)) {
                super.onClose(status, trailers);
            }
        }
    }
}
