package dev.adyton.communicator;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;

/** Calls to the other side. */
final class CallChannel extends Channel {
    private final Session session;

    CallChannel(Session session) {
        this.session = session;
    }

    @Override
    public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
        return new ClientCallImpl<>(session, method, options);
    }

    @Override
    public String authority() {
        return session.name();
    }
}
