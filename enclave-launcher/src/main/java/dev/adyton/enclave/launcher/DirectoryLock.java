package dev.adyton.enclave.launcher;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file in a private directory, locked by who made the directory. The kernel gives the lock back when that process dies, however it does, and tells so to processes that cannot
 * see it as well, as those of another container. Must stay reachable for as long as it is to hold.
 */
final class DirectoryLock implements AutoCloseable {
    /** No lock. */
    static final DirectoryLock NONE = new DirectoryLock(null);

    /** The enclave runtime, which removes the directory of a launcher that is gone, knows it too. */
    private static final String NAME = "lock";

    private final @Nullable FileChannel channel;

    private DirectoryLock(@Nullable FileChannel channel) {
        this.channel = channel;
    }

    static Path file(Path directory) {
        return directory.resolve(NAME);
    }

    /** Locks a new directory. Where the file system has no locks it has none, so that nobody can take it for a dead process's. */
    static DirectoryLock on(Path directory) {
        // It gets its name only once it is locked: a file of that name without a lock tells of a death.
        var unnamed = directory.resolve("lock.new");
        try {
            var lock = lock(FileChannel.open(
                    unnamed,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
            if (lock.isPresent()) {
                Files.move(unnamed, file(directory), StandardCopyOption.ATOMIC_MOVE);
                return lock.get();
            }
            Files.deleteIfExists(unnamed);
        } catch (IOException e) {
            System.getLogger(DirectoryLock.class.getPackageName())
                    .log(Level.DEBUG, "The directory {0} cannot be locked: {1}", directory, e);
        }
        return NONE;
    }

    /**
     * The lock of a directory of another process, which is dead. None while it lives, and none when it has never locked the directory.
     *
     * <p>Never to be asked of a directory that this process has made: the kernel gives a process's lock back when that process closes any descriptor of the file.
     *
     * @throws IOException when the file cannot be opened or locked
     */
    static Optional<DirectoryLock> ofDead(Path directory) throws IOException {
        var file = file(directory);
        // One would wait in the opening of a named pipe.
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        return lock(FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    }

    /** Closes the channel unless it is locked. */
    private static Optional<DirectoryLock> lock(FileChannel channel) throws IOException {
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Another launcher in this process is at it.
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? Optional.of(new DirectoryLock(channel)) : Optional.empty();
    }

    /** Gives it back; the file stays. */
    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
