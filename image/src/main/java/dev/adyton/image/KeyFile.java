package dev.adyton.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Files of keys: their permissions, and reading and writing without leaving halves behind. */
final class KeyFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private KeyFile() {}

    /** Makes something of a file's text. */
    @FunctionalInterface
    interface Parser<T> {
        T parse(byte[] text) throws InvalidKeyException;
    }

    /** As many bytes of the file as a key may have, and one more where it has more. */
    static byte[] read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(Pem.MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new IOException("There is no key file " + file, e);
        }
    }

    /** Overwrites the text afterwards; failures name the file. */
    static <T> T parse(Path file, byte[] text, Parser<T> parser) throws InvalidKeyException {
        try {
            return parser.parse(text);
        } catch (InvalidKeyException e) {
            throw new InvalidKeyException("Key file " + file + ": " + e.getMessage(), e);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /**
     * Refuses, as ssh does, a file that group or others may read or write: whoever reads a signing key is the signer. Where the
     * system has no such permissions, nothing is checked.
     */
    static void checkPrivate(Path file) throws IOException {
        if (!Files.exists(file) || !hasPermissions(file)) {
            return;
        }
        var permissions = EnumSet.noneOf(PosixFilePermission.class);
        permissions.addAll(Files.getPosixFilePermissions(file));
        if (!OWNER_ONLY.containsAll(permissions)) {
            throw new IOException("Key file %s: found permissions %s, wanted none for group and others (chmod 600 %s)"
                    .formatted(file, PosixFilePermissions.toString(permissions), file));
        }
    }

    /** Writes two new files, the first for its owner only; on failure neither is left. */
    static void writePair(Path privateFile, byte[] privateText, Path publicFile, byte[] publicText) throws IOException {
        if (Files.exists(publicFile)) {
            throw exists(publicFile);
        }
        var attributes = hasPermissions(privateFile)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        writeNew(privateFile, privateText, attributes);
        try {
            writeNew(publicFile, publicText);
        } catch (IOException e) {
            Files.deleteIfExists(privateFile);
            throw e;
        }
    }

    private static void writeNew(Path file, byte[] text, FileAttribute<?>... attributes) throws IOException {
        try (var channel = Files.newByteChannel(file, NEW, attributes)) {
            try {
                var left = ByteBuffer.wrap(text);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
            } catch (IOException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        } catch (FileAlreadyExistsException e) {
            throw exists(file);
        }
    }

    private static FileAlreadyExistsException exists(Path file) {
        return new FileAlreadyExistsException(
                file.toString(), null, "is there already, and a key is never overwritten");
    }

    private static boolean hasPermissions(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
