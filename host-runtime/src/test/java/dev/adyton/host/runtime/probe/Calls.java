package dev.adyton.host.runtime.probe;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.EnclaveOutput;
import dev.adyton.protocol.LifecycleGrpc;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.util.List;
import java.util.function.Function;

/** One unary method of words on each side; in the test's class path and in its images. */
public final class Calls {
    /** A service that the test's host grants. */
    public static final MethodDescriptor<EnclaveInput, EnclaveOutput> HOST = method("adyton.test.Host/Ask");

    /** A service of the test's enclave. */
    public static final MethodDescriptor<EnclaveInput, EnclaveOutput> ENCLAVE = method("adyton.test.Enclave/Ask");

    private Calls() {}

    public static BindableService serving(
            MethodDescriptor<EnclaveInput, EnclaveOutput> method, Function<List<String>, String> handler) {
        return () -> ServerServiceDefinition.builder(method.getServiceName())
                .addMethod(method, ServerCalls.asyncUnaryCall((request, reply) -> {
                    try {
                        reply.onNext(output(handler.apply(words(request.getPayloadList()))));
                        reply.onCompleted();
                    } catch (StatusRuntimeException e) {
                        reply.onError(e);
                    }
                }))
                .build();
    }

    public static String ask(Channel channel, MethodDescriptor<EnclaveInput, EnclaveOutput> method, String... words) {
        return word(ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, input(words)));
    }

    public static EnclaveInput input(String... words) {
        var input = EnclaveInput.newBuilder();
        for (var word : words) {
            input.addPayload(any(word));
        }
        return input.build();
    }

    public static EnclaveOutput output(String word) {
        return EnclaveOutput.newBuilder().addPayload(any(word)).build();
    }

    public static String word(EnclaveOutput output) {
        return words(output.getPayloadList()).getFirst();
    }

    public static List<String> words(List<Any> payload) {
        return payload.stream().map(Calls::unpack).toList();
    }

    private static Any any(String word) {
        return Any.pack((Message) StringValue.of(word));
    }

    private static String unpack(Any any) {
        try {
            return any.unpack(StringValue.class).getValue();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static MethodDescriptor<EnclaveInput, EnclaveOutput> method(String name) {
        return LifecycleGrpc.getRunMethod().toBuilder()
                .setFullMethodName(name)
                .setSchemaDescriptor(null)
                .build();
    }
}
