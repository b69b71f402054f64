package dev.adyton.relay;

import dev.adyton.protocol.ProvisionGrpc;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
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

    /** Calls that a peer may reset on one connection within a window; honest clients reset those that were cancelled. */
    private static final int MAX_RESETS = 200;

    private static final int RESET_WINDOW_SECONDS = 30;
    private static final int GRACE_SECONDS = 10;
    private static final int HANDSHAKE_SECONDS = 10;

    /** Without a call; a client that wants another dials again. */
    private static final int IDLE_SECONDS = 60;

    private final Server server;
    private final EventLoopGroup threads;
    private final HealthStatusManager health;

    private NetworkServer(Server server, EventLoopGroup threads, HealthStatusManager health) {
        this.server = server;
        this.threads = threads;
        this.health = health;
    }

    static NetworkServer start(
            ProvisionServerOptions options,
            Security security,
            ProvisionService service,
            AttachHandler attach,
            Executor blocking)
            throws IOException {
        var threads = new MultiThreadIoEventLoopGroup(
                0, new DefaultThreadFactory("adyton-relay-io", true), NioIoHandler.newFactory());
        var health = new HealthStatusManager();
        health.setStatus(ProvisionGrpc.SERVICE_NAME, ServingStatus.SERVING);
        var builder = NettyServerBuilder.forAddress(options.listen())
                .channelFactory(() -> new BoundedServerChannel(security.refusals()))
                .bossEventLoopGroup(threads)
                .workerEventLoopGroup(threads)
                .executor(blocking)
                .callExecutor(new AttachOnNetworkThreads())
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
                .maxRstFramesPerWindow(MAX_RESETS, RESET_WINDOW_SECONDS)
                .keepAliveTime(options.keepaliveTime().toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveTimeout(options.keepaliveTimeout().toNanos(), TimeUnit.NANOSECONDS)
                // Clients ask whether the server lives as well, and more often than the server when they are told to.
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                // Until a call was let in, a peer is nobody: it gets no more time than this.
                .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
                .maxConnectionIdle(IDLE_SECONDS, TimeUnit.SECONDS)
                // Of all services, whatever is added.
                .intercept(security.authenticator())
                .addService(definition(service, attach))
                .addService(health.getHealthService());
        security.tls().ifPresent(builder::sslContext);
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
        for (var method : service.bindService().getMethods()) {
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
