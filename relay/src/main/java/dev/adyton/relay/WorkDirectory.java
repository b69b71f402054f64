package dev.adyton.relay;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where one server keeps the files of its uploads until they are whole: a directory of its own inside the storage, so that a rename
 * brings them into the cache. Several servers may share a storage; each holds a lock in its directory while it lives, and one that
 * starts deletes the directories whose lock nobody holds.
 */
final class WorkDirectory implements AutoCloseable {
    // Locks belong to the process: opening and closing the lock file of another server in this process would give up
    // that server's
    // lock. So directories of this process, told by this name, are never looked at.
    private static final String PROCESS = "work-" + random();
    private static final String LOCK = "lock";

    private final Path directory;
    private final FileChannel lock;

    private WorkDirectory(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    static WorkDirectory open(Path storage) throws IOException {
        // One at a time in this process and, by the storage's own lock, on this machine: nobody sees a directory that
        // is not locked yet.
        synchronized (WorkDirectory.class) {
            try (var all = FileChannel.open(
                    storage.resolve(LOCK),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PrivateDirectory.OWNER_ONLY_FILE)) {
                // Given up when the channel is closed.
                all.lock();
                removeLeftovers(storage);
                return create(storage.resolve(PROCESS + "-" + random()));
            }
        }
    }

    private static WorkDirectory create(Path directory) throws IOException {
        Files.createDirectory(directory, PrivateDirectory.OWNER_ONLY_DIRECTORY);
        var lock = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        if (tryLock(lock) == null) {
            lock.close();
            throw new IOException("storage: found a lock on the new directory " + directory + ", wanted none");
        }
        return new WorkDirectory(directory, lock);
    }

    private static void removeLeftovers(Path storage) throws IOException {
        try (var found = Files.newDirectoryStream(storage, "work-*")) {
            for (var directory : found) {
                if (!directory.getFileName().toString().startsWith(PROCESS) && isAbandoned(directory)) {
                    PrivateDirectory.deleteFlat(directory);
                }
            }
        }
    }

    private static boolean isAbandoned(Path directory) throws IOException {
        var file = directory.resolve(LOCK);
        if (Files.notExists(file)) {
            return true;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return tryLock(channel) != null;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        return channel.tryLock();
    }

    /** A new file for its owner only. */
    Path newFile() {
        return directory.resolve("upload-" + random());
    }

    private static String random() {
        var bytes = new byte[8];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            PrivateDirectory.deleteFlat(directory);
        }
    }
}
