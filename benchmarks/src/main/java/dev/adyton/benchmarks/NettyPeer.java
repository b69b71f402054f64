package dev.adyton.benchmarks;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A grpc-java Netty server in a JVM of its own, over loopback TCP: the peer of the process and remote backends. */
final class NettyPeer implements Target {
    private final String name;
    private final Server host;
    private final PeerProcess process;
    private final ManagedChannel channel;

    private NettyPeer(String name, Server host, PeerProcess process, ManagedChannel channel) {
        this.name = name;
        this.host = host;
        this.process = process;
        this.channel = channel;
    }

    /** Starts the server's JVM; with a certificate it speaks TLS 1.3 of the JDK, as a remote user would, without one plain text. */
    static NettyPeer start(String name, @Nullable Certificate certificate) throws IOException {
        var host = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new HostBenchService())
                .build()
                .start();
        try {
            var process = PeerProcess.start(host.getPort(), certificate);
            var builder = NettyChannelBuilder.forAddress("localhost", process.port());
            if (certificate == null) {
                builder.usePlaintext();
            } else {
                builder.sslContext(GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                        .trustManager(certificate.trust())
                        .protocols("TLSv1.3")
                        .build());
            }
            return new NettyPeer(name, host, process, builder.build());
        } catch (IOException | RuntimeException e) {
            host.shutdownNow();
            throw e;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        process.close();
        host.shutdownNow();
    }
}
