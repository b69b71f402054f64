package dev.adyton.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** Puts files in their place in one step, so that nobody ever meets half of one. */
final class WholeFile {
    private static final FileAttribute<?>[] NONE = {};
    private static final FileAttribute<?>[] OWNER_ONLY = {
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };

    private WholeFile() {}

    /** Writes what a file is to hold. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Replaces the file, or makes it; one that is there keeps its permissions, and stays as it is when this fails. */
    static void put(Path file, Content content) throws IOException {
        // A new file of a name that nobody foresees, so that no link can lead elsewhere.
        var unfinished = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        boolean permissions = Files.exists(file) && hasPermissions(file);
        Files.createFile(unfinished, permissions ? OWNER_ONLY : NONE);
        try {
            try (var out = Files.newOutputStream(unfinished)) {
                content.writeTo(out);
            }
            if (permissions) {
                // Only now: they may be such that not even the owner may write.
                Files.setPosixFilePermissions(unfinished, Files.getPosixFilePermissions(file));
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static boolean hasPermissions(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
