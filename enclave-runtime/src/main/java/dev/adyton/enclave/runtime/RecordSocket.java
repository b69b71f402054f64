package dev.adyton.enclave.runtime;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** The Unix socket on which an enclave process takes its one connection. Only its launcher's directory guards it. Thread-safe. */
final class RecordSocket implements AutoCloseable {
    private static final int BACKLOG = 1;

    private final Path path;
    private final ServerSocketChannel listening;
    private volatile boolean leftToLauncher;

    private RecordSocket(Path path, ServerSocketChannel listening) {
        this.path = path;
        this.listening = listening;
    }

    /** Listens; connections wait from here on. */
    static RecordSocket bind(Path path) throws IOException {
        var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listening.bind(UnixDomainSocketAddress.of(path), BACKLOG);
            return new RecordSocket(path, listening);
        } catch (IOException | RuntimeException e) {
            listening.close();
            throw new IOException("record socket " + path + ": " + e.getMessage(), e);
        }
    }

    /** Waits for the connection; no other is taken afterwards. */
    SocketChannel accept() throws IOException {
        try (this) {
            return listening.accept();
        }
    }

    /** From now on neither file nor directory are removed here. */
    void leaveFile() {
        leftToLauncher = true;
    }

    /** Stops to listen and removes the socket file. A second call does nothing. */
    @Override
    public void close() throws IOException {
        listening.close();
        if (!leftToLauncher) {
            Files.deleteIfExists(path);
        }
    }

    /** Removes the socket file and the directory around it. */
    void removeDirectory() throws IOException {
        close();
        var directory = path.getParent();
        if (directory != null && !leftToLauncher) {
            Files.deleteIfExists(directory);
        }
    }
}
