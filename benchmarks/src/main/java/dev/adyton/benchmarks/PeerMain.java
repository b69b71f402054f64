package dev.adyton.benchmarks;

import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** A minimal grpc-java server: what a team would write instead of an enclave. Prints its port and ends with its input. */
final class PeerMain {
    private PeerMain() {}

    /** Arguments: port to call back, and the certificate's file where TLS is wanted. */
    public static void main(String[] args) throws IOException {
        var toHost = NettyChannelBuilder.forAddress("localhost", Integer.parseInt(args[0]))
                .usePlaintext()
                .build();
        var builder = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new BenchService(toHost));
        if (args.length > 1) {
            var key = new Certificate(Path.of(args[1])).key();
            builder.sslContext(GrpcSslContexts.configure(SslContextBuilder.forServer(key), SslProvider.JDK)
                    .protocols("TLSv1.3")
                    .build());
        }
        var server = builder.build().start();
        System.out.println(server.getPort());
        while (System.in.read() >= 0) {
            // Nothing is said here: the end of the input is what is waited for.
        }
        server.shutdownNow();
        toHost.shutdownNow();
    }
}
