package dev.adyton.enclave.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The directory that holds ahead-of-time caches, each a file {@code KEY.CRC.aot}: the key of what it is for, and the CRC-32 of its content, both in hex. Only its owner may enter it: what is in
 * it becomes code of enclaves. The checksum finds files that a full disk or a crash has damaged; against the owner nothing would help.
 */
record AotDirectory(Path path) {
    /** A cache that nobody has made or used for so long belongs to a program that is gone. */
    private static final Duration KEPT = Duration.ofDays(30);

    /** How exactly a cache's last use is known. */
    private static final Duration TOUCHED = Duration.ofDays(1);

    private static final String ENDING = ".aot";
    private static final String UNFINISHED = ".new-";
    private static final Pattern NAME = Pattern.compile("([0-9a-f]{32})\\.([0-9a-f]{8})\\.aot");
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    /**
     * Where this user's caches on this machine are kept: {@code adyton/aot} in {@code $XDG_CACHE_HOME} where that is an absolute path, otherwise in
     * {@code ~/.cache} (XDG Base Directory Specification 0.8). Need not exist.
     */
    static Path ofUser() {
        var cache = System.getenv("XDG_CACHE_HOME");
        // The specification: a relative path is to be ignored.
        var home = cache != null && Path.of(cache).isAbsolute()
                ? Path.of(cache)
                : Path.of(System.getProperty("user.home"), ".cache");
        return home.resolve("adyton").resolve("aot");
    }

    /**
     * The cache with this key, if there is one that is whole. A damaged one is deleted.
     *
     * @throws IOException when the directory, or a cache in it, could have been written by others, or cannot be read; says what was found and wanted
     */
    Optional<Path> find(String key) throws IOException {
        var user = checked();
        for (var file : caches(key)) {
            requireOurs(file, user);
            var wanted = checksumInName(file);
            var found = checksum(file);
            if (found.equals(wanted)) {
                touch(file);
                return Optional.of(file);
            }
            Files.deleteIfExists(file);
            System.getLogger(AotDirectory.class.getPackageName())
                    .log(
                            System.Logger.Level.WARNING,
                            "The ahead-of-time cache {0} was damaged and is deleted: found checksum {1}, wanted {2}",
                            file,
                            found,
                            wanted);
        }
        return Optional.empty();
    }

    /**
     * Runs this unless another process, or another thread of this one, is making a cache with this key.
     *
     * @return whether it ran
     * @throws IOException when the directory could have been written by others, or cannot be written
     */
    boolean alone(String key, Making making) throws IOException, LaunchException {
        checked();
        // Never deleted: two processes could otherwise each hold the lock of a file of this name.
        try (var channel = FileChannel.open(
                        path.resolve(key + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = tryLock(channel)) {
            if (lock == null) {
                return false;
            }
            // Whoever held the lock before may have been killed at it.
            deleteUnfinished(key);
            var unfinished = new PrivateDirectory(Files.createTempDirectory(path, key + UNFINISHED, OWNER_ONLY));
            try {
                making.make(unfinished.path());
            } finally {
                unfinished.delete();
            }
            return true;
        }
    }

    /** Makes it where there is none. Where that is not possible, or it is not to be used, {@link #find} says so. */
    void makeIfMissing() {
        try {
            checked();
        } catch (IOException e) {
            // Nothing is lost yet.
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Gives a cache that was made its name, at once and whole; deletes what nobody uses any more. */
    void publish(String key, Path made) throws IOException {
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("r--------"));
        try (var channel = FileChannel.open(made, StandardOpenOption.READ)) {
            // Before it gets its name: a power cut must not leave a name without content.
            channel.force(true);
        }
        var named = path.resolve(key + "." + checksum(made) + ENDING);
        try {
            Files.move(made, named, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("ahead-of-time cache " + named + ": found a file system without atomic moves", e);
        }
        deleteUnused();
    }

    private List<Path> caches(String key) throws IOException {
        try (var files = Files.list(path)) {
            return files.filter(file -> {
                        var name = NAME.matcher(file.getFileName().toString());
                        return name.matches() && name.group(1).equals(key);
                    })
                    .sorted()
                    .toList();
        }
    }

    private void deleteUnfinished(String key) throws IOException {
        try (var left = Files.newDirectoryStream(path, key + UNFINISHED + "*")) {
            left.forEach(directory -> new PrivateDirectory(directory).delete());
        }
    }

    private void deleteUnused() throws IOException {
        var oldest = Instant.now().minus(KEPT);
        try (var files = Files.newDirectoryStream(path, "*" + ENDING)) {
            for (var file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                    // Processes that have it mapped keep it.
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static void touch(Path file) throws IOException {
        var now = Instant.now();
        if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(TOUCHED))) {
            Files.setLastModifiedTime(file, FileTime.from(now));
        }
    }

    /** Makes the directory where there is none, checks it, and tells whose process this is. */
    private UserPrincipal checked() throws IOException {
        try {
            Files.createDirectories(path, OWNER_ONLY);
        } catch (FileAlreadyExistsException e) {
            throw bad(path, "a file or a link that leads nowhere", "a directory");
        }
        var found = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isDirectory()) {
            throw bad(path, "no directory but a link", "a directory");
        }
        if (!OWNER.containsAll(found.permissions())) {
            throw bad(
                    path,
                    "permissions " + PosixFilePermissions.toString(found.permissions()),
                    "none for group and others");
        }
        // A file that this process has just made tells who it is, whatever the property user.name says.
        var probe = Files.createTempFile(path, "owner-", "");
        try {
            var user = Files.getOwner(probe);
            if (!found.owner().equals(user)) {
                throw bad(path, "owner " + found.owner().getName(), user.getName());
            }
            return user;
        } finally {
            Files.delete(probe);
        }
    }

    private static void requireOurs(Path file, UserPrincipal user) throws IOException {
        var found = Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isRegularFile() || !found.owner().equals(user) || !OWNER.containsAll(found.permissions())) {
            throw bad(
                    file,
                    (found.isRegularFile() ? "a file" : "no regular file") + " of "
                            + found.owner().getName() + " with permissions "
                            + PosixFilePermissions.toString(found.permissions()),
                    "a file of " + user.getName() + " alone");
        }
    }

    private static String checksumInName(Path file) {
        var name = file.getFileName().toString();
        return name.substring(name.length() - ENDING.length() - 8, name.length() - ENDING.length());
    }

    /** CRC-32 of a file's content, 8 hex digits. Some milliseconds for a cache, also in a JVM that has just started, which a digest would not be. */
    static String checksum(Path file) throws IOException {
        var crc = new CRC32();
        var buffer = ByteBuffer.allocateDirect(1 << 16);
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(buffer) >= 0) {
                crc.update(buffer.flip());
                buffer.clear();
            }
        }
        return "%08x".formatted(crc.getValue());
    }

    private static IOException bad(Path path, String found, String wanted) {
        return new IOException("ahead-of-time cache " + path + ": found " + found + ", wanted " + wanted);
    }

    /** Makes a cache. */
    interface Making {
        /**
         * Makes it.
         *
         * @param directory of its own, on the same file system; deleted afterwards
         */
        void make(Path directory) throws IOException, LaunchException;
    }
}
