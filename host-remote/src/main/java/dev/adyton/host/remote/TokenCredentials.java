package dev.adyton.host.remote;

import dev.adyton.credentials.TokenFile;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.SecurityLevel;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/** Sends the client's token with each call, over links that nobody else reads. */
final class TokenCredentials extends CallCredentials implements ClientInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final TokenFile file;

    TokenCredentials(TokenFile file) {
        this.file = file;
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        return next.newCall(method, options.withCallCredentials(this));
    }

    @Override
    public void applyRequestMetadata(RequestInfo call, Executor blocking, MetadataApplier applier) {
        // What the connection really is, whatever was resolved and configured.
        if (call.getSecurityLevel() != SecurityLevel.PRIVACY_AND_INTEGRITY && !isLoopback(call)) {
            applier.fail(Status.FAILED_PRECONDITION.withDescription(
                    "token: found a link that is not encrypted and leaves this machine, wanted TLS"));
            return;
        }
        blocking.execute(() -> {
            var headers = new Metadata();
            headers.put(AUTHORIZATION, "Bearer " + file.token());
            applier.apply(headers);
        });
    }

    private static boolean isLoopback(RequestInfo call) {
        return call.getTransportAttrs().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress peer
                && !peer.isUnresolved()
                && peer.getAddress().isLoopbackAddress();
    }
}
