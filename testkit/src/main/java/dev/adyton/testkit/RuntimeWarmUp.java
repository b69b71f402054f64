package dev.adyton.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;

/**
 * Makes the Java runtime open what it opens with the first socket and the first virtual thread that waits for one (pollers, the socket pair for
 * closing), so that no test is charged with it.
 */
final class RuntimeWarmUp {
    private RuntimeWarmUp() {}

    static void run() {
        try {
            var directory = Files.createTempDirectory(
                    "adyton-" + ProcessHandle.current().pid() + "-warm-");
            var path = directory.resolve("socket");
            try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(UnixDomainSocketAddress.of(path));
                try (var client = SocketChannel.open(UnixDomainSocketAddress.of(path));
                        var accepted = server.accept()) {
                    var reader = Thread.startVirtualThread(() -> read(accepted));
                    while (reader.getState() != Thread.State.WAITING && reader.isAlive()) {
                        Thread.onSpinWait();
                    }
                    client.write(ByteBuffer.wrap(new byte[1]));
                    reader.join();
                }
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
            } finally {
                Files.deleteIfExists(path);
                Files.delete(directory);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void read(SocketChannel from) {
        try {
            from.read(ByteBuffer.allocate(1));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
