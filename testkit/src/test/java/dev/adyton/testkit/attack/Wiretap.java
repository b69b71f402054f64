package dev.adyton.testkit.attack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Passes connections on unchanged and keeps a copy of every byte. */
final class Wiretap implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final ServerSocketChannel listening;
    private final SocketAddress target;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<SocketChannel> open = new CopyOnWriteArrayList<>();
    private final Copy toServer = new Copy();
    private final Copy toClient = new Copy();

    private Wiretap(ServerSocketChannel listening, SocketAddress target) {
        this.listening = listening;
        this.target = target;
        var _ = threads.submit(this::accept);
    }

    /** On a free port, in front of this server. */
    static Wiretap tcp(InetSocketAddress target) throws IOException {
        var listening = ServerSocketChannel.open();
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return new Wiretap(listening, target);
    }

    /** On this socket file, in front of that one. */
    static Wiretap unix(Path at, Path target) throws IOException {
        var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(at));
        return new Wiretap(listening, UnixDomainSocketAddress.of(target));
    }

    int port() throws IOException {
        return ((InetSocketAddress) listening.getLocalAddress()).getPort();
    }

    byte[] toServer() {
        return toServer.bytes();
    }

    byte[] toClient() {
        return toClient.bytes();
    }

    private void accept() {
        try {
            while (true) {
                var client = listening.accept();
                open.add(client);
                var server = SocketChannel.open(target);
                open.add(server);
                var _ = threads.submit(() -> pass(client, server, toServer));
                var _ = threads.submit(() -> pass(server, client, toClient));
            }
        } catch (IOException end) {
            // Closed, or there is nobody behind: the client will see the end of its connection.
            open.forEach(Wiretap::end);
        }
    }

    private static void pass(SocketChannel from, SocketChannel to, Copy copy) {
        var buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                copy.keep(buffer);
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
            to.shutdownOutput();
        } catch (IOException end) {
            end(from);
            end(to);
        }
    }

    private static void end(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        open.forEach(Wiretap::end);
        threads.close();
    }

    private static final class Copy {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        synchronized void keep(ByteBuffer buffer) {
            var copy = new byte[buffer.remaining()];
            buffer.duplicate().get(copy);
            bytes.writeBytes(copy);
        }

        synchronized byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
