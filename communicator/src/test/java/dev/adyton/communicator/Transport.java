package dev.adyton.communicator;

import dev.adyton.records.MemoryRecords;
import dev.adyton.records.Records;
import dev.adyton.records.SocketRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;

/** The ways that records go in the tests. */
enum Transport {
    MEMORY {
        @Override
        MemoryRecords.Pair connect() {
            return MemoryRecords.pair();
        }
    },
    SOCKET {
        @Override
        MemoryRecords.Pair connect() {
            try {
                var directory = Files.createTempDirectory("adyton");
                var path = directory.resolve("s");
                try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                    server.bind(UnixDomainSocketAddress.of(path));
                    Records first = SocketRecords.over(SocketChannel.open(UnixDomainSocketAddress.of(path)), "host");
                    return new MemoryRecords.Pair(first, SocketRecords.over(server.accept(), "enclave"));
                } finally {
                    Files.deleteIfExists(path);
                    Files.delete(directory);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    abstract MemoryRecords.Pair connect();
}
