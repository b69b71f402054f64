package dev.adyton.relay;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import dev.adyton.image.EnclaveImage;
import dev.adyton.image.ImageFormatException;
import dev.adyton.image.Measurement;
import io.grpc.Status;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The images of a provision server, each under the SHA-256 of its bytes. A file is in the cache whole or not at all; uploads of the same image
 * at the same time each write a file of their own, and whichever is whole first stays. Several servers of one user may
 * share a directory. When there is no room for another, those used least recently make way. Clients that are known by a credential have
 * each a directory and a limit of their own, so that none learns what another has; all others share. Thread-safe.
 */
final class ImageCache implements AutoCloseable {
    private final Path directory;
    private final WorkDirectory work;
    private final long maxImageBytes;
    private final long maxClientBytes;
    // Validation holds an image in memory, so one at a time.
    private final Semaphore validation = new Semaphore(1);

    private ImageCache(Path directory, WorkDirectory work, long maxImageBytes, long maxClientBytes) {
        this.directory = directory;
        this.work = work;
        this.maxImageBytes = Math.min(maxImageBytes, maxClientBytes);
        this.maxClientBytes = maxClientBytes;
    }

    /**
     * Opens the cache in this directory, which is made when missing, and removes what crashed servers left in it.
     *
     * @throws IOException when the directory cannot be used, or may be written to by others
     */
    static ImageCache open(Path storage, long maxImageBytes, long maxClientBytes) throws IOException {
        var directory = PrivateDirectory.open(storage);
        return new ImageCache(directory, WorkDirectory.open(directory), maxImageBytes, maxClientBytes);
    }

    /** The file of this image, if this client has brought it. */
    Optional<Path> find(Client client, ImageId id) {
        var file = file(client, id);
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /** Begins an upload; it must be closed. RESOURCE_EXHAUSTED when the image is too large. */
    IncomingImage begin(Client client, ImageId id, long sizeBytes, Measurement measurement) throws IOException {
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
        return new IncomingImage(this, client, work.newFile(), id, sizeBytes, measurement);
    }

    /** Takes a whole and synced file into the cache once it has proved to be the image that was announced. */
    void admit(Client client, Path file, ImageId id, Measurement announced) throws IOException {
        var found = measure(file);
        if (!found.equals(announced)) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("measurement of the image: found " + found + ", the client announced " + announced)
                    .asRuntimeException();
        }
        var place = file(client, id);
        synchronized (this) {
            // Uploads of one client at a time, so that none counts on room that another takes.
            CachedFiles.in(Files.createDirectories(place.getParent(), PrivateDirectory.OWNER_ONLY_DIRECTORY))
                    .makeRoom(place, Files.size(file), maxClientBytes);
            Files.move(file, place, ATOMIC_MOVE);
        }
        try (var entries = FileChannel.open(place.getParent(), StandardOpenOption.READ)) {
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
    boolean discardIfDamaged(Client client, ImageId id) throws IOException {
        var file = find(client, id);
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

    /** An enclave is being started of this image: others make way before it does. */
    void used(Path image) throws IOException {
        try {
            Files.setLastModifiedTime(image, FileTime.from(Instant.now()));
        } catch (NoSuchFileException e) {
            // Gone meanwhile, which the launch tells.
            return;
        }
    }

    private Path file(Client client, ImageId id) {
        return client.directory().map(directory::resolve).orElse(directory).resolve(id.hex() + CachedFiles.SUFFIX);
    }

    /** Removes unfinished uploads; the images stay. */
    @Override
    public void close() throws IOException {
        work.close();
    }
}
