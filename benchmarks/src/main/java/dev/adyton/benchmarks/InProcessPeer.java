package dev.adyton.benchmarks;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;

/** grpc-java's own in-process transport: the peer of the in-process backend. */
final class InProcessPeer implements Target {
    private static final String NAME = "grpc in-process";

    private final Server host;
    private final ManagedChannel toHost;
    private final Server server;
    private final ManagedChannel channel;

    private InProcessPeer(Server host, ManagedChannel toHost, Server server, ManagedChannel channel) {
        this.host = host;
        this.toHost = toHost;
        this.server = server;
        this.channel = channel;
    }

    /** Starts both servers, that of the service and that which it calls back. */
    static InProcessPeer start() throws IOException {
        var host = InProcessServerBuilder.forName("host")
                .addService(new HostBenchService())
                .build()
                .start();
        var toHost = InProcessChannelBuilder.forName("host").build();
        var server = InProcessServerBuilder.forName("bench")
                .addService(new BenchService(toHost))
                .build()
                .start();
        return new InProcessPeer(
                host, toHost, server, InProcessChannelBuilder.forName("bench").build());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
        toHost.shutdownNow();
        host.shutdownNow();
    }
}
