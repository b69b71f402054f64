package dev.adyton.attestation.simulated;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * The directory that holds a root's key. Nobody but its owner may enter it, so nothing in it changes between a check and its use but by this user's own
 * hand.
 */
record RootDirectory(Path path) {
    private static final String KEY = "root.pem";
    private static final FileAttribute<?> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    /** The key that is kept here, or a new one that is kept from here on. Of several that make one at a time, all get the same. */
    KeyPair key() throws IOException {
        var user = made();
        var file = path.resolve(KEY);
        try {
            return read(file, user);
        } catch (NoSuchFileException e) {
            make(file);
            return read(file, user);
        }
    }

    /** Makes the directory where there is none, checks it, and tells whose process this is. */
    UserPrincipal made() throws IOException {
        try {
            Files.createDirectories(path, OWNER_ONLY_DIRECTORY);
        } catch (FileAlreadyExistsException e) {
            throw bad(path, "a file or a link that leads nowhere", "a directory", "");
        }
        return checked();
    }

    /** Checks the directory and tells whose process this is. */
    private UserPrincipal checked() throws IOException {
        var found = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isDirectory()) {
            throw bad(path, kind(found), "a directory", "");
        }
        requirePrivate(path, found, "go-rwx");
        var user = user(found);
        requireOwner(path, found, user);
        return user;
    }

    /** A file that this process has just made tells who it is, whatever the property user.name says. */
    private UserPrincipal user(PosixFileAttributes directory) throws IOException {
        try {
            var probe = Files.createTempFile(path, "owner-", "", OWNER_ONLY_FILE);
            try {
                return Files.getOwner(probe);
            } finally {
                Files.delete(probe);
            }
        } catch (AccessDeniedException e) {
            throw bad(
                    path,
                    "owner " + directory.owner().getName() + " and permissions "
                            + PosixFilePermissions.toString(directory.permissions()),
                    "a directory of this process's user that it may write to",
                    "");
        }
    }

    private static KeyPair read(Path file, UserPrincipal user) throws IOException {
        var found = Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isRegularFile()) {
            throw bad(file, kind(found), "a regular file", "");
        }
        requirePrivate(file, found, "go-rwx");
        requireOwner(file, found, user);
        var content = content(file);
        try {
            return RootFile.parse(content, file.toString());
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /** At most one byte more than the file may have, which is enough to see that it is too long. */
    private static byte[] content(Path file) throws IOException {
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(RootFile.BYTES + 1);
        }
    }

    /** A link appears with the whole content and fails where somebody else's is already. */
    private void make(Path file) throws IOException {
        var unfinished = Files.createTempFile(path, "root-", ".new", OWNER_ONLY_FILE);
        try {
            write(unfinished);
            Files.createLink(file, unfinished);
        } catch (FileAlreadyExistsException e) {
            // Another process was faster; its key counts.
            return;
        } finally {
            Files.delete(unfinished);
        }
    }

    private static void write(Path file) throws IOException {
        var content = RootFile.format(RootKey.generate());
        try (var out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                out.write(left);
            }
            // Before it gets its name: a power cut must not leave a name without a key.
            out.force(true);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static void requirePrivate(Path path, PosixFileAttributes found, String remove) throws IOException {
        if (!OWNER.containsAll(found.permissions())) {
            throw bad(
                    path,
                    "permissions " + PosixFilePermissions.toString(found.permissions()),
                    "none for group and others",
                    " (chmod " + remove + "; who could read the key may have it, so better delete it)");
        }
    }

    private static void requireOwner(Path path, PosixFileAttributes found, UserPrincipal user) throws IOException {
        if (!found.owner().equals(user)) {
            throw bad(path, "owner " + found.owner().getName(), user.getName(), "");
        }
    }

    private static String kind(PosixFileAttributes found) {
        if (found.isSymbolicLink()) {
            return "a symbolic link";
        }
        return found.isDirectory() ? "a directory" : found.isRegularFile() ? "a regular file" : "a special file";
    }

    private static IOException bad(Path path, String found, String wanted, String hint) {
        return new IOException("simulated root " + path + ": found " + found + ", wanted " + wanted + hint);
    }
}
