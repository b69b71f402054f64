package dev.adyton.host.remote;

import dev.adyton.credentials.TlsFiles;
import dev.adyton.credentials.TokenFile;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;

/** Puts credentials into a connection. */
final class ServerLink {
    private ServerLink() {}

    /** A connection that is yet to be made; FAILED_PRECONDITION when these credentials do not fit there or make no sense. */
    static NettyChannelBuilder to(ProvisionServerAddress server, ProvisionCredentials credentials) {
        var builder = NettyChannelBuilder.forAddress(server.host(), server.port());
        try {
            switch (credentials.link()) {
                case LOOPBACK -> {
                    requireLoopback(server);
                    builder.usePlaintext();
                }
                case INSECURE_PLAINTEXT -> builder.usePlaintext();
                case TLS -> builder.sslContext(tls(credentials));
            }
            if (credentials.token().isPresent()) {
                builder.intercept(
                        new TokenCredentials(TokenFile.open(credentials.token().get())));
            }
        } catch (IOException e) {
            throw Status.FAILED_PRECONDITION
                    .withDescription("credentials for provision server " + server + ": " + e.getMessage())
                    .withCause(e)
                    .asRuntimeException();
        }
        return builder;
    }

    private static SslContext tls(ProvisionCredentials credentials) throws IOException {
        var builder = SslContextBuilder.forClient();
        GrpcSslContexts.configure(builder, SslProvider.JDK).protocols("TLSv1.3");
        if (credentials.authorities().isPresent()) {
            builder.trustManager(TlsFiles.trust(credentials.authorities().get()));
        }
        if (credentials.certificate().isPresent()) {
            var own = credentials.certificate().get();
            builder.keyManager(TlsFiles.identity(own.certificates(), own.key()));
        }
        return builder.build();
    }

    private static void requireLoopback(ProvisionServerAddress server) {
        InetAddress[] found;
        try {
            found = InetAddress.getAllByName(server.host());
        } catch (UnknownHostException e) {
            // The connection will say so, with all that is known of it.
            return;
        }
        var other =
                Stream.of(found).filter(address -> !address.isLoopbackAddress()).findFirst();
        if (other.isPresent()) {
            throw Status.FAILED_PRECONDITION
                    .withDescription("provision server " + server + ": found an address of another machine, "
                            + other.get().getHostAddress()
                            + ", and no TLS, wanted TLS (or plaintext by explicit choice)")
                    .asRuntimeException();
        }
    }
}
