package dev.adyton.enclave.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** A new directory that only this user may enter, for a Unix socket. */
record PrivateDirectory(Path path) {
    /** Longest path of a Unix socket on Linux in bytes: {@code sun_path} of unix(7) without its final zero. */
    static final int MAX_SOCKET_PATH_BYTES = 107;

    /**
     * Makes one, with an unpredictable name.
     *
     * @throws LaunchException when it cannot be made, or a socket in it would have too long a path
     */
    static PrivateDirectory in(Path parent) throws LaunchException {
        Path made;
        try {
            made = Files.createTempDirectory(
                    parent.toAbsolutePath(),
                    // Whoever finds it left behind sees whose it was.
                    "adyton-" + ProcessHandle.current().pid() + "-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException | UnsupportedOperationException e) {
            throw new LaunchException(
                    LaunchException.Code.FAILED_PRECONDITION,
                    "A directory for the enclave's socket cannot be made in " + parent + ": " + e,
                    e);
        }
        var directory = new PrivateDirectory(made);
        int length = directory.socket().toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_SOCKET_PATH_BYTES) {
            directory.delete();
            throw new LaunchException(
                    LaunchException.Code.FAILED_PRECONDITION,
                    "The enclave's socket " + directory.socket() + " would have a path of " + length
                            + " bytes, a Unix socket's has at most " + MAX_SOCKET_PATH_BYTES
                            + ": choose a shorter LauncherOptions.directory");
        }
        return directory;
    }

    /** Where the socket in it belongs. */
    Path socket() {
        return path.resolve("socket");
    }

    /** Deletes it with all that is in it, following no link; a failure is logged, a second call does nothing. */
    void delete() {
        try {
            Files.walkFileTree(path, new Deletion());
        } catch (NoSuchFileException e) {
            // The enclave, which also deletes it, was faster.
            return;
        } catch (IOException e) {
            System.getLogger(PrivateDirectory.class.getPackageName())
                    .log(System.Logger.Level.WARNING, "The directory " + path + " could not be deleted: " + e);
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
            if (e != null) {
                throw e;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
