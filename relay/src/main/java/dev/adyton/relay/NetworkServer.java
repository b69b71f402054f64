package dev.adyton.relay;

import dev.adyton.protocol.ProvisionGrpc;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The gRPC server and its network threads. */
final class NetworkServer implements AutoCloseable {
    /** A chunk of an upload and what protobuf puts around it. */
    private static final int MAX_MESSAGE_BYTES = IncomingImage.CHUNK_BYTES + 1024;

    private static final int MAX_CALLS_PER_CONNECTION = 1024;
    private static final int GRACE_SECONDS = 10;

    private final Server server;
    private final EventLoopGroup threads;
    private final HealthStatusManager health;

    private NetworkServer(Server server, EventLoopGroup threads, HealthStatusManager health) {
        this.server = server;
        this.threads = threads;
        this.health = health;
    }

    /** Refuses every address that another machine might reach. */
    static void requireLoopback(InetSocketAddress listen) {
        if (listen.isUnresolved()) {
            throw new IllegalArgumentException("listen address: found the unknown host " + listen.getHostString());
        }
        if (!listen.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "listen address: found " + listen.getAddress().getHostAddress()
                            + ", wanted a loopback address such as 127.0.0.1: connections are not encrypted and clients have no credentials"
                            + " in this version, so other machines must not reach this server");
        }
    }

    static NetworkServer start(
            ProvisionServerOptions options, ProvisionService service, AttachHandler attach, Executor blocking)
            throws IOException {
        var threads = new MultiThreadIoEventLoopGroup(
                0, new DefaultThreadFactory("adyton-relay-io", true), NioIoHandler.newFactory());
        var health = new HealthStatusManager();
        health.setStatus(ProvisionGrpc.SERVICE_NAME, ServingStatus.SERVING);
        var builder = NettyServerBuilder.forAddress(options.listen())
                .channelType(NioServerSocketChannel.class)
                .bossEventLoopGroup(threads)
                .workerEventLoopGroup(threads)
                .executor(blocking)
                .callExecutor(new AttachOnNetworkThreads())
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
                .keepAliveTime(options.keepaliveTime().toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveTimeout(options.keepaliveTimeout().toNanos(), TimeUnit.NANOSECONDS)
                // Clients ask whether the server lives as well, and more often than the server when they are told to.
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(definition(service, attach))
                .addService(health.getHealthService());
        if (options.reflection()) {
            builder.addService(ProtoReflectionServiceV1.newInstance());
        }
        var network = new NetworkServer(builder.build(), threads, health);
        try {
            network.server.start();
        } catch (IOException e) {
            network.close();
            var cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    "cannot listen on " + text(options.listen()) + ": " + cause.getMessage()
                            + " (is another provision server running there?)",
                    e);
        }
        return network;
    }

    static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /** The generated service with Attach served without the stub layer. */
    private static ServerServiceDefinition definition(ProvisionService service, AttachHandler attach) {
        var definition = ServerServiceDefinition.builder(ProvisionGrpc.getServiceDescriptor())
                .addMethod(ProvisionGrpc.getAttachMethod(), attach);
        var others = ServerInterceptors.intercept(service, new ClientInterceptor());
        for (var method : others.getMethods()) {
            if (!method.getMethodDescriptor().equals(ProvisionGrpc.getAttachMethod())) {
                definition.addMethod(method);
            }
        }
        return definition.build();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getListenSockets().getFirst();
    }

    /** Takes no new connection and no new call, and says so to who asks for its health. */
    void refuse() {
        health.enterTerminalState();
        server.shutdown();
    }

    /** Waits a while for the calls under way, then ends them, and ends the network threads. */
    @Override
    public void close() {
        server.shutdown();
        boolean interrupted = false;
        try {
            if (!server.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
                server.shutdownNow();
                server.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            interrupted = true;
        }
        threads.shutdownGracefully(0, GRACE_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
