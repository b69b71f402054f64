package dev.adyton.enclave.runtime.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.UnaryOperator;

/** gRPC methods from text to text. */
public final class Texts {
    private Texts() {}

    /** A service with these methods. */
    public static ServerServiceDefinition service(String name, Map<String, UnaryOperator<String>> methods) {
        var service = ServerServiceDefinition.builder(name);
        methods.forEach((method, function) ->
                service.addMethod(method(name + "/" + method), ServerCalls.asyncUnaryCall((text, reply) -> {
                    reply.onNext(function.apply(text));
                    reply.onCompleted();
                })));
        return service.build();
    }

    /** Calls a method and waits for its answer. */
    public static String call(Channel channel, String fullName, String text) {
        return ClientCalls.blockingUnaryCall(channel, method(fullName), CallOptions.DEFAULT, text);
    }

    /** A unary method. */
    public static MethodDescriptor<String, String> method(String fullName) {
        return MethodDescriptor.newBuilder(new Marshaller(), new Marshaller())
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(fullName)
                .build();
    }

    private static final class Marshaller implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
