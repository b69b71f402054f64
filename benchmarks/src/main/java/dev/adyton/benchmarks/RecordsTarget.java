package dev.adyton.benchmarks;

import dev.adyton.channel.AttestedChannel;
import dev.adyton.communicator.Communicator;
import dev.adyton.communicator.Communicator.Side;
import dev.adyton.communicator.CommunicatorOptions;
import dev.adyton.records.MemoryRecords;
import dev.adyton.records.Records;
import dev.adyton.records.SocketRecords;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Both ends of a session in this JVM, over records alone or over the attested channel: what the channel costs, and nothing else. */
final class RecordsTarget implements Target {
    /** What carries the records. */
    enum Way {
        MEMORY {
            @Override
            MemoryRecords.Pair connect() {
                return MemoryRecords.pair();
            }
        },
        SOCKET {
            @Override
            MemoryRecords.Pair connect() throws IOException {
                var directory = Files.createTempDirectory("adyton-bench-records");
                var address = UnixDomainSocketAddress.of(directory.resolve("s"));
                try (var server =
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address)) {
                    var host = SocketRecords.over(SocketChannel.open(address), "bench-host");
                    return new MemoryRecords.Pair(host, SocketRecords.over(server.accept(), "bench-enclave"));
                } finally {
                    Files.deleteIfExists(address.getPath());
                    Files.delete(directory);
                }
            }
        };

        abstract MemoryRecords.Pair connect() throws IOException;
    }

    private final String name;
    private final Communicator host;
    private final Communicator enclave;

    private RecordsTarget(String name, Communicator host, Communicator enclave) {
        this.name = name;
        this.host = host;
        this.enclave = enclave;
    }

    static RecordsTarget plain(String name, Way way) throws IOException {
        var pair = way.connect();
        return over(name, pair.first(), pair.second());
    }

    static RecordsTarget attested(String name, Way way) throws IOException {
        var pair = way.connect();
        var ends = new SimulatedEnds();
        return over(
                name,
                AttestedChannel.host(pair.first(), ends.host()),
                AttestedChannel.enclave(pair.second(), ends.enclave()));
    }

    private static RecordsTarget over(String name, Records first, Records second) {
        var toHost = new Later();
        var host = Communicator.start(
                first,
                Side.HOST,
                CommunicatorOptions.defaults("bench-host"),
                List.of(new HostBenchService().bindService()));
        var enclave = Communicator.start(
                second,
                Side.ENCLAVE,
                CommunicatorOptions.defaults("bench-enclave"),
                List.of(new BenchService(toHost).bindService()));
        toHost.channel.set(enclave.channel());
        return new RecordsTarget(name, host, enclave);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Channel channel() {
        return host.channel();
    }

    @Override
    public void close() {
        host.close();
        enclave.close();
        host.ended().toCompletableFuture().join();
        enclave.ended().toCompletableFuture().join();
    }

    /** The way back, which there is only when the services are known. */
    private static final class Later extends Channel {
        private final AtomicReference<Channel> channel = new AtomicReference<>();

        @Override
        public <A, B> ClientCall<A, B> newCall(MethodDescriptor<A, B> method, CallOptions options) {
            return channel.get().newCall(method, options);
        }

        @Override
        public String authority() {
            return channel.get().authority();
        }
    }
}
