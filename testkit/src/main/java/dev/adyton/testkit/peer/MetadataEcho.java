package dev.adyton.testkit.peer;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Sends the request's metadata whose names begin with {@code echo-} back, in the headers and in the trailers. */
final class MetadataEcho implements ServerInterceptor {
    private static final String PREFIX = "echo-";

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata received, ServerCallHandler<ReqT, RespT> next) {
        var echoed = echoed(received);
        return next.startCall(
                new SimpleForwardingServerCall<>(call) {
                    @Override
                    public void sendHeaders(Metadata headers) {
                        headers.merge(echoed);
                        super.sendHeaders(headers);
                    }

                    @Override
                    public void close(Status status, Metadata trailers) {
                        trailers.merge(echoed);
                        super.close(status, trailers);
                    }
                },
                received);
    }

    private static Metadata echoed(Metadata received) {
        var echoed = new Metadata();
        for (var name : received.keys()) {
            if (name.startsWith(PREFIX) && name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                copy(Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER), received, echoed);
            } else if (name.startsWith(PREFIX)) {
                copy(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), received, echoed);
            }
        }
        return echoed;
    }

    private static <T> void copy(Metadata.Key<T> key, Metadata from, Metadata to) {
        var values = from.getAll(key);
        if (values != null) {
            values.forEach(value -> to.put(key, value));
        }
    }
}
