package dev.adyton.host.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP connection through this can be frozen: both ends stay open and hear nothing any more, as when a machine loses its power. */
final class FrozenLink implements AutoCloseable {
    private final ServerSocket listening;
    private final InetSocketAddress to;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean frozen;

    FrozenLink(InetSocketAddress to) throws IOException {
        this.to = to;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    void freeze() {
        frozen = true;
    }

    private void accept() {
        try {
            while (true) {
                var from = listening.accept();
                var onward = new Socket(to.getAddress(), to.getPort());
                sockets.addAll(List.of(from, onward));
                Thread.ofVirtual().start(() -> pass(from, onward));
                Thread.ofVirtual().start(() -> pass(onward, from));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void pass(Socket from, Socket onward) {
        try (InputStream in = from.getInputStream();
                OutputStream out = onward.getOutputStream()) {
            var buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!frozen) {
                    out.write(buffer, 0, n);
                }
            }
        } catch (IOException e) {
            // One side is gone; the other is closed with it.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (var socket : sockets) {
            socket.close();
        }
    }
}
