package dev.adyton.host.api;

import dev.adyton.protocol.LifecycleGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.Status;

/** The channel that an application gets: lets calls in while the enclave is running, and never to its lifecycle, which is the manager's. */
final class EnclaveChannel extends Channel {
    private static final Status RESERVED =
            Status.PERMISSION_DENIED.withDescription("found a call to " + LifecycleGrpc.SERVICE_NAME
                    + ", which only the enclave manager calls; wanted one of the enclave's own services");

    private final Channel session;
    private final EnclaveLife life;

    EnclaveChannel(Channel session, EnclaveLife life) {
        this.session = session;
        this.life = life;
    }

    @Override
    public <I, O> ClientCall<I, O> newCall(MethodDescriptor<I, O> method, CallOptions options) {
        if (LifecycleGrpc.SERVICE_NAME.equals(method.getServiceName())) {
            return new RefusedCall<>(RESERVED, options);
        }
        var refusal = life.refusal();
        if (refusal.isPresent()) {
            return new RefusedCall<>(refusal.get(), options);
        }
        return session.newCall(method, options);
    }

    @Override
    public String authority() {
        return session.authority();
    }
}
