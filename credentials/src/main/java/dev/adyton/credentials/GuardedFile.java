package dev.adyton.credentials;

import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;

/** Reads files that decide who is let in. */
final class GuardedFile {
    /** Far more than any chain of certificates or list of tokens takes. */
    static final int MAX_BYTES = 1 << 20;

    private static final Set<PosixFilePermission> CHANGE = Set.of(GROUP_WRITE, OTHERS_WRITE);
    private static final Set<PosixFilePermission> LOOK_OR_CHANGE =
            Set.of(GROUP_WRITE, OTHERS_WRITE, OTHERS_READ, OTHERS_EXECUTE);

    private GuardedFile() {}

    /** The content of a file that nobody but its owner may change; for all to read. */
    static byte[] read(Path file) throws IOException {
        return read(file, CHANGE, "a file that only its owner may write to (chmod go-w)");
    }

    /** The content of a file that nobody but its owner and, reading only, its group may look at. The caller wipes it. */
    static byte[] readSecret(Path file) throws IOException {
        return read(file, LOOK_OR_CHANGE, "a secret that others cannot read (chmod 600)");
    }

    private static byte[] read(Path file, Set<PosixFilePermission> forbidden, String wanted) throws IOException {
        PosixFileAttributes found;
        try {
            found = Files.readAttributes(file, PosixFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(file + ": found no such file");
        }
        if (!found.isRegularFile()) {
            throw new IOException(file + ": found something else than a file, wanted a regular file");
        }
        if (!Collections.disjoint(found.permissions(), forbidden)) {
            throw new IOException(file + ": found permissions " + PosixFilePermissions.toString(found.permissions())
                    + ", wanted " + wanted);
        }
        try (var in = Files.newInputStream(file)) {
            var content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new IOException(file + ": found more than " + MAX_BYTES + " bytes, wanted at most that");
            }
            return content;
        }
    }
}
