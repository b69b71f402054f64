package dev.adyton.host.remote;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A connection as a loader makes it, with its threads. */
final class TestConnection implements AutoCloseable {
    private final EventLoopGroup threads = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    final RemoteProxyClientConfig config;
    final ServerConnection connection;

    TestConnection(ProvisionServerAddress address) {
        this(address, Duration.ofSeconds(10));
    }

    TestConnection(ProvisionServerAddress address, Duration connectDeadline) {
        config = RemoteProxyClientConfig.defaultsWithProvision(RemoteProvision.server(address.host(), address.port()))
                .withConnectDeadline(connectDeadline);
        connection = new ServerConnection(address, config, threads, blocking);
    }

    RemoteEnclaveProxyClient attach() {
        return new RemoteEnclaveProxyClient(connection.channel(), connection.address(), FakeProvisionServer.ID);
    }

    @Override
    public void close() {
        connection.close();
        blocking.close();
        threads.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
