package dev.adyton.enclave.runtime;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The Unix socket on which an enclave process takes its one connection. Only its launcher's directory guards it. Thread-safe. */
final class RecordSocket implements AutoCloseable {
    private static final int BACKLOG = 1;
    private static final String LAUNCHERS_LOCK = "lock";

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

    /**
     * Removes the socket file and the directory around it, which nobody else does when the launcher is gone. Still listens: whoever waits in {@link #accept()} would otherwise
     * report a failure of the socket while the process ends.
     */
    void removeDirectory() throws IOException {
        var directory = path.getParent();
        if (directory != null && !leftToLauncher) {
            Files.deleteIfExists(path);
            removeEmpty(directory);
        }
    }

    /**
     * Removes a launcher's directory that has nothing in it but the file by which the launcher told that it lived. Of one that has more, or cannot be removed from here, that file
     * stays too, by which the next launcher knows that it may remove all.
     */
    static void removeEmpty(Path directory) throws IOException {
        if (isMounted(directory)) {
            return;
        }
        try (var others = Files.newDirectoryStream(directory, file -> !file.endsWith(LAUNCHERS_LOCK))) {
            if (others.iterator().hasNext()) {
                return;
            }
        } catch (NoSuchFileException e) {
            // The launcher was faster.
            return;
        }
        Files.deleteIfExists(directory.resolve(LAUNCHERS_LOCK));
        Files.deleteIfExists(directory);
    }

    /** In namespaces the directory is mounted, which the kernel lets nobody remove. */
    private static boolean isMounted(Path directory) throws IOException {
        var parent = directory.getParent();
        try {
            return parent != null && !device(directory).equals(device(parent));
        } catch (NoSuchFileException e) {
            // The launcher was faster.
            return false;
        }
    }

    private static Object device(Path file) throws IOException {
        return Files.getAttribute(file, "unix:dev");
    }
}
