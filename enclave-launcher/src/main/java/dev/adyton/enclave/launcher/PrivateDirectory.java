package dev.adyton.enclave.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A directory that only this user may enter, for a Unix socket. What a killed process leaves of it {@link DeadLaunchers} removes.
 *
 * @param lock tells that its maker lives
 */
record PrivateDirectory(Path path, DirectoryLock lock) {
    /** Longest path of a Unix socket on Linux in bytes: {@code sun_path} of unix(7) without its final zero. */
    static final int MAX_SOCKET_PATH_BYTES = 107;

    /** The process's id, 8 digits of the process and 8 of the directory. Ids come again, and each container has its own: only the digits tell which directories this process has made. */
    private static final Pattern NAME = Pattern.compile("adyton-\\d+-([0-9a-f]{8})[0-9a-f]{8}");

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String PROCESS = randomHex();

    private static final int ATTEMPTS = 100;

    /** One that another process has made, or that is for no socket. */
    PrivateDirectory(Path path) {
        this(path, DirectoryLock.NONE);
    }

    /**
     * Makes one, with an unpredictable name.
     *
     * @throws LaunchException when it cannot be made, or a socket in it would have too long a path
     */
    static PrivateDirectory in(Path parent) throws LaunchException {
        Path made;
        try {
            made = create(parent.toAbsolutePath());
        } catch (IOException | UnsupportedOperationException e) {
            throw new LaunchException(
                    LaunchException.Code.FAILED_PRECONDITION,
                    "A directory for the enclave's socket cannot be made in " + parent + ": " + e,
                    e);
        }
        var directory = new PrivateDirectory(made, DirectoryLock.on(made));
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

    private static Path create(Path parent) throws IOException {
        for (int i = 1; ; i++) {
            // Whoever finds it left behind sees whose it was.
            var path = parent.resolve("adyton-" + ProcessHandle.current().pid() + "-" + PROCESS + randomHex());
            try {
                return Files.createDirectory(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException e) {
                if (i == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static String randomHex() {
        return HexFormat.of().toHexDigits(RANDOM.nextInt());
    }

    /** Whether a path has the name of one, and this process has not made it. */
    static boolean isOfAnotherProcess(Path path) {
        var name = NAME.matcher(String.valueOf(path.getFileName()));
        return name.matches() && !name.group(1).equals(PROCESS);
    }

    /** Where the socket in it belongs. */
    Path socket() {
        return path.resolve("socket");
    }

    /** Deletes it with all that is in it, following no link; a failure is logged, a second call does nothing. */
    void delete() {
        try {
            deleteAll();
        } catch (IOException e) {
            System.getLogger(PrivateDirectory.class.getPackageName())
                    .log(System.Logger.Level.WARNING, "The directory " + path + " could not be deleted: " + e);
        }
    }

    /** As {@link #delete()}, and gives back its lock. */
    void deleteAll() throws IOException {
        try (lock) {
            Files.walkFileTree(path, new Deletion(path));
        } catch (NoSuchFileException e) {
            // Somebody else, such as the enclave, was faster.
        }
    }

    /** The lock's file goes last: without it nobody would take what is left when this is cut short. */
    private static final class Deletion extends SimpleFileVisitor<Path> {
        private final Path root;

        Deletion(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (!file.equals(DirectoryLock.file(root))) {
                Files.deleteIfExists(file);
            }
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
            if (directory.equals(root)) {
                Files.deleteIfExists(DirectoryLock.file(root));
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
