package dev.adyton.host.api;

import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.EnclaveOutput;
import dev.adyton.protocol.LifecycleGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;

/** A service of a fake enclave's own. */
final class Echo {
    private static final MethodDescriptor<EnclaveInput, EnclaveOutput> METHOD = LifecycleGrpc.getRunMethod().toBuilder()
            .setFullMethodName("adyton.test.Echo/Echo")
            .setSchemaDescriptor(null)
            .build();

    private Echo() {}

    static ServerServiceDefinition service() {
        return ServerServiceDefinition.builder("adyton.test.Echo")
                .addMethod(METHOD, ServerCalls.asyncUnaryCall((request, reply) -> {
                    reply.onNext(EnclaveOutput.newBuilder()
                            .addAllPayload(request.getPayloadList())
                            .build());
                    reply.onCompleted();
                }))
                .build();
    }

    static EnclaveOutput call(Channel channel, EnclaveInput input) {
        return ClientCalls.blockingUnaryCall(channel, METHOD, CallOptions.DEFAULT, input);
    }
}
