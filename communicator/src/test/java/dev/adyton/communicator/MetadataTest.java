package dev.adyton.communicator;

import static dev.adyton.communicator.Sides.options;
import static dev.adyton.communicator.TestEcho.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.communicator.proto.EchoGrpc;
import io.grpc.CallCredentials;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Headers and trailers, through interceptors on both sides. */
@ParameterizedClass
@EnumSource(Transport.class)
class MetadataTest {
    private static final Metadata.Key<byte[]> BINARY = Metadata.Key.of("blob-bin", Metadata.BINARY_BYTE_MARSHALLER);
    private static final Metadata.Key<String> TEXT = Metadata.Key.of("text", Metadata.ASCII_STRING_MARSHALLER);

    @Parameter
    Transport transport;

    private Sides sides;

    /** Sends all headers of the request back as headers and as trailers. */
    private static final class Mirror implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            return next.startCall(
                    new SimpleForwardingServerCall<Q, R>(call) {
                        @Override
                        public void sendHeaders(Metadata responseHeaders) {
                            responseHeaders.merge(headers);
                            super.sendHeaders(responseHeaders);
                        }

                        @Override
                        public void close(Status status, Metadata trailers) {
                            trailers.merge(headers);
                            super.close(status, trailers);
                        }
                    },
                    headers);
        }
    }

    @BeforeEach
    void start() {
        var mirrored = ServerInterceptors.intercept(new TestEcho(), new Mirror());
        sides = Sides.serving(transport, options("host"), options("enclave"), List.of(mirrored), List.of(mirrored));
    }

    @AfterEach
    void stop() {
        sides.close();
    }

    @Test
    void binary_and_text_values_cross_in_headers_and_trailers_in_order() {
        var sent = new Metadata();
        var blob = new byte[] {0, -1, 10, 13, 127, -128};
        sent.put(BINARY, blob);
        sent.put(BINARY, new byte[0]);
        sent.put(TEXT, "first");
        sent.put(TEXT, "second");
        for (var channel : List.of(sides.toEnclave(), sides.toHost())) {
            var headers = new AtomicReference<Metadata>();
            var trailers = new AtomicReference<Metadata>();
            EchoGrpc.newBlockingStub(channel)
                    .withInterceptors(
                            MetadataUtils.newAttachHeadersInterceptor(sent),
                            MetadataUtils.newCaptureMetadataInterceptor(headers, trailers))
                    .unary(item("x"));
            for (var got : List.of(headers.get(), trailers.get())) {
                assertThat(got.getAll(BINARY)).containsExactly(blob, new byte[0]);
                assertThat(got.getAll(TEXT)).containsExactly("first", "second");
            }
        }
    }

    @Test
    void headers_beyond_the_limit_fail_the_call_before_it_is_sent() {
        var sent = new Metadata();
        sent.put(BINARY, new byte[50_000]);
        var stub = EchoGrpc.newBlockingStub(sides.toEnclave());
        assertThatThrownBy(() -> stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(sent))
                        .unary(item("x")))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("RESOURCE_EXHAUSTED")
                .hasMessageContaining("at most 49152");
        assertThat(stub.unary(item("y"))).isEqualTo(item("y"));
    }

    @Test
    void too_many_headers_fail_the_call_before_it_is_sent() {
        var sent = new Metadata();
        for (var i = 0; i < 600; i++) sent.put(TEXT, "x");
        assertThatThrownBy(() -> EchoGrpc.newBlockingStub(sides.toEnclave())
                        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(sent))
                        .unary(item("x")))
                .hasMessageContaining("600 entries, at most 512");
    }

    @Test
    void credentials_of_a_call_become_headers() {
        var headers = new AtomicReference<Metadata>();
        var stub = EchoGrpc.newBlockingStub(sides.toEnclave())
                .withInterceptors(MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()));
        stub.withCallCredentials(token("abc")).unary(item("x"));
        assertThat(headers.get().get(TEXT)).isEqualTo("abc");
    }

    @Test
    void credentials_that_fail_fail_the_call() {
        var failing = new CallCredentials() {
            @Override
            public void applyRequestMetadata(RequestInfo info, Executor executor, MetadataApplier applier) {
                executor.execute(() -> applier.fail(Status.UNAUTHENTICATED.withDescription("no token")));
            }
        };
        assertThatThrownBy(() -> EchoGrpc.newBlockingStub(sides.toEnclave())
                        .withCallCredentials(failing)
                        .unary(item("x")))
                .hasMessage("UNAUTHENTICATED: no token");
    }

    private static CallCredentials token(String token) {
        return new CallCredentials() {
            @Override
            public void applyRequestMetadata(RequestInfo info, Executor executor, MetadataApplier applier) {
                var headers = new Metadata();
                headers.put(TEXT, token);
                executor.execute(() -> applier.apply(headers));
            }
        };
    }
}
