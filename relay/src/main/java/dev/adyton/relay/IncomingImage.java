package dev.adyton.relay;

import com.google.protobuf.ByteString;
import dev.adyton.image.Measurement;
import dev.adyton.protocol.UploadChunk;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Set;

/** An image on its way into the cache. Whatever happens, closing it leaves the whole image or nothing. Used by one thread at a time. */
final class IncomingImage implements AutoCloseable {
    static final int CHUNK_BYTES = 1 << 20;

    private final ImageCache cache;
    private final Client client;
    private final Path file;
    private final FileChannel out;
    private final ImageId id;
    private final long sizeBytes;
    private final Measurement measurement;
    private final MessageDigest running = ImageId.digest();
    private long written;

    IncomingImage(ImageCache cache, Client client, Path file, ImageId id, long sizeBytes, Measurement measurement)
            throws IOException {
        this.cache = cache;
        this.client = client;
        this.file = file;
        this.id = id;
        this.sizeBytes = sizeBytes;
        this.measurement = measurement;
        out = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PrivateDirectory.OWNER_ONLY_FILE);
    }

    /** Takes the next bytes; INVALID_ARGUMENT when they are not what was announced. */
    void write(UploadChunk chunk) throws IOException {
        var data = chunk.getData();
        // All chunks but the last are full, so the length of each is known before it comes.
        var wanted = Math.min(CHUNK_BYTES, sizeBytes - written);
        if (wanted == 0) {
            throw wrong("more bytes than the announced " + sizeBytes, "the end of the upload");
        }
        if (data.size() != wanted) {
            throw wrong("a chunk of " + data.size() + " bytes at byte " + written, wanted + " bytes");
        }
        update(data);
        if (!MessageDigest.isEqual(sha256(), chunk.getRunningSha256().toByteArray())) {
            throw wrong(
                    "bytes up to " + (written + wanted) + " that do not have the chunk's running digest",
                    "them intact");
        }
        for (ByteBuffer rest = data.asReadOnlyByteBuffer(); rest.hasRemaining(); ) {
            out.write(rest);
        }
        written += wanted;
    }

    private void update(ByteString data) {
        for (var part : data.asReadOnlyByteBufferList()) {
            running.update(part);
        }
    }

    private byte[] sha256() {
        try {
            return ((MessageDigest) running.clone()).digest();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("the JDK's SHA-256 can be cloned", e);
        }
    }

    /** Brings the image into the cache; INVALID_ARGUMENT when it is not the one that was announced. */
    Measurement finish() throws IOException {
        if (written != sizeBytes) {
            throw wrong("the end of the upload after " + written + " bytes", sizeBytes + " bytes");
        }
        var found = ImageId.of(sha256());
        if (!found.equals(id)) {
            throw wrong("bytes with SHA-256 " + found.hex(), id.hex());
        }
        out.force(true);
        cache.admit(client, file, id, measurement);
        return measurement;
    }

    private static StatusRuntimeException wrong(String found, String wanted) {
        return Status.INVALID_ARGUMENT
                .withDescription("upload: found " + found + ", wanted " + wanted)
                .asRuntimeException();
    }

    @Override
    public void close() throws IOException {
        try (out) {
            // Gone already when it has become part of the cache.
            Files.deleteIfExists(file);
        }
    }
}
