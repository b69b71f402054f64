package dev.adyton.host.remote;

import dev.adyton.protocol.ProvisionGrpc;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The one connection of a loader to one provision server. Thread-safe. */
final class ServerConnection implements AutoCloseable {
    /** gRPC's own 4 MiB would do as well; a record is the largest answer. */
    private static final int MAX_MESSAGE_BYTES = 1 << 20;

    private static final int CLOSE_SECONDS = 5;

    private final ProvisionServerAddress address;
    private final ManagedChannel channel;

    /**
     * Connects with the first call.
     *
     * @param threads carry the connection; they outlive it
     */
    ServerConnection(
            ProvisionServerAddress address, RemoteProxyClientConfig config, EventLoopGroup threads, Executor blocking) {
        this.address = address;
        channel = ServerLink.to(address, config.provision().credentials(address))
                .channelType(NioSocketChannel.class)
                .eventLoopGroup(threads)
                .executor(blocking)
                .offloadExecutor(blocking)
                // What the JVM has is a proxy for the web.
                .proxyDetector(target -> null)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .keepAliveTime(config.keepaliveTime().toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveTimeout(config.keepaliveTimeout().toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveWithoutCalls(true)
                // An upload must not be kept for a second attempt, nor a record.
                .disableRetry()
                .build();
    }

    ProvisionServerAddress address() {
        return address;
    }

    Channel channel() {
        return channel;
    }

    ProvisionGrpc.ProvisionBlockingStub calls() {
        return ProvisionGrpc.newBlockingStub(channel);
    }

    ProvisionGrpc.ProvisionBlockingV2Stub streams() {
        return ProvisionGrpc.newBlockingV2Stub(channel);
    }

    /** Ends what is left of calls and waits for the connection's end. */
    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
