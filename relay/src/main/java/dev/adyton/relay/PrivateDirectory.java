package dev.adyton.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Collectors;

/** Directories and files that nobody but this user may change. */
final class PrivateDirectory {
    static final FileAttribute<?> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    static final FileAttribute<?> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final Set<PosixFilePermission> OTHERS_WRITE =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private PrivateDirectory() {}

    /**
     * Makes the directory and the missing ones above it for their owner only, or checks the one that is there.
     *
     * @return its real path
     * @throws IOException when others may write to it, it belongs to another user, or it is no directory
     */
    static Path open(Path directory) throws IOException {
        Files.createDirectories(directory, OWNER_ONLY_DIRECTORY);
        var real = directory.toRealPath();
        var found = Files.readAttributes(real, PosixFileAttributes.class);
        var open = found.permissions().stream().filter(OTHERS_WRITE::contains).collect(Collectors.toSet());
        if (!open.isEmpty()) {
            throw new IOException("storage " + real + ": found permissions "
                    + PosixFilePermissions.toString(found.permissions())
                    + ", wanted a directory that only its owner may write to (chmod go-w)");
        }
        requireOwn(real, found);
        return real;
    }

    private static void requireOwn(Path directory, PosixFileAttributes found) throws IOException {
        // A file that this process has just made tells who it is, whatever user.name says.
        var probe = Files.createTempFile(directory, "owner-", "", OWNER_ONLY_FILE);
        try {
            var self = Files.getOwner(probe);
            if (!found.owner().equals(self)) {
                throw new IOException("storage " + directory + ": found owner "
                        + found.owner().getName() + ", wanted " + self.getName());
            }
        } finally {
            Files.delete(probe);
        }
    }

    /** Deletes a directory that holds nothing but files. Files that somebody else deletes meanwhile do not matter. */
    static void deleteFlat(Path directory) throws IOException {
        try (var files = Files.newDirectoryStream(directory)) {
            for (var file : files) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            return;
        }
        Files.deleteIfExists(directory);
    }
}
