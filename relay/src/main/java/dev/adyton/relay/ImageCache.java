package dev.adyton.relay;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import dev.adyton.image.EnclaveImage;
import dev.adyton.image.ImageFormatException;
import dev.adyton.image.Measurement;
import io.grpc.Status;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The images of a provision server, each under the SHA-256 of its bytes. A file is in the cache whole or not at all; uploads of the same image
 * at the same time each write a file of their own, and whichever is whole first stays. Several servers of one user may
 * share a directory. Nothing is ever evicted. Thread-safe.
 */
final class ImageCache implements AutoCloseable {
    private final Path directory;
    private final WorkDirectory work;
    private final long maxImageBytes;
    // Validation holds an image in memory, so one at a time.
    private final Semaphore validation = new Semaphore(1);

    private ImageCache(Path directory, WorkDirectory work, long maxImageBytes) {
        this.directory = directory;
        this.work = work;
        this.maxImageBytes = maxImageBytes;
    }

    /**
     * Opens the cache in this directory, which is made when missing, and removes what crashed servers left in it.
     *
     * @throws IOException when the directory cannot be used, or may be written to by others
     */
    static ImageCache open(Path storage, long maxImageBytes) throws IOException {
        var directory = PrivateDirectory.open(storage);
        return new ImageCache(directory, WorkDirectory.open(directory), maxImageBytes);
    }

    /** The file of this image, if it is there. */
    Optional<Path> find(ImageId id) {
        var file = file(id);
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /** Begins an upload; it must be closed. RESOURCE_EXHAUSTED when the image is too large. */
    IncomingImage begin(ImageId id, long sizeBytes, Measurement measurement) throws IOException {
        if (sizeBytes < 1) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("size of the image: found " + Long.toUnsignedString(sizeBytes)
                            + " bytes, wanted 1 to " + maxImageBytes)
                    .asRuntimeException();
        }
        if (sizeBytes > maxImageBytes) {
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription("size of the image: found " + sizeBytes + " bytes, this server allows at most "
                            + maxImageBytes)
                    .asRuntimeException();
        }
        return new IncomingImage(this, work.newFile(), id, sizeBytes, measurement);
    }

    /** Takes a whole and synced file into the cache once it has proved to be the image that was announced. */
    void admit(Path file, ImageId id, Measurement announced) throws IOException {
        var found = measure(file);
        if (!found.equals(announced)) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("measurement of the image: found " + found + ", the client announced " + announced)
                    .asRuntimeException();
        }
        Files.move(file, file(id), ATOMIC_MOVE);
        try (var entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    private Measurement measure(Path file) throws IOException {
        validation.acquireUninterruptibly();
        try {
            return EnclaveImage.read(file).measurement();
        } catch (ImageFormatException e) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("not an enclave image: " + e.getMessage())
                    .withCause(e)
                    .asRuntimeException();
        } finally {
            validation.release();
        }
    }

    /** Removes the file of this image if its bytes are no longer the image; true when it did. */
    boolean discardIfDamaged(ImageId id) throws IOException {
        var file = find(id);
        if (file.isEmpty() || Arrays.equals(sha256(file.get()), HexFormat.of().parseHex(id.hex()))) {
            return false;
        }
        return Files.deleteIfExists(file.get());
    }

    private static byte[] sha256(Path file) throws IOException {
        var digest = ImageId.digest();
        var buffer = new byte[1 << 16];
        try (var in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return digest.digest();
    }

    private Path file(ImageId id) {
        return directory.resolve(id.hex() + ".enclave");
    }

    /** Removes unfinished uploads; the images stay. */
    @Override
    public void close() throws IOException {
        work.close();
    }
}
