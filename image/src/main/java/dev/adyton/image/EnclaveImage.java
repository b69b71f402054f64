package dev.adyton.image;

import dev.adyton.protocol.ImageManifest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * An enclave image that was checked completely: layout, limits, checksums, manifest. Holds the whole file in memory, in bytes of its
 * own, so what was measured is what is used. Immutable and thread-safe.
 *
 * <p>That an image is well-formed says nothing about who made it or whether its jars can be loaded.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class EnclaveImage {
    /** The format version that this library reads and writes. */
    public static final int FORMAT_VERSION = 1;

    /** Largest image file: 512 MiB. */
    public static final int MAX_FILE_BYTES = 512 << 20;

    /** Most entries of an image, the manifest counted. */
    public static final int MAX_ENTRIES = 1024;

    /** Longest path of an entry in bytes (ASCII, so also in characters). */
    public static final int MAX_PATH_BYTES = 255;

    /** Largest manifest: 64 KiB. */
    public static final int MAX_MANIFEST_BYTES = 64 << 10;

    /** Path of the manifest, which is the first entry. */
    public static final String MANIFEST_PATH = "manifest.pb";

    /** The paths of jars are this, a name, and {@code .jar}. */
    public static final String JAR_DIRECTORY = "lib/";

    private EnclaveImage() {}

    /**
     * Reads and checks an image file. The size is checked before anything is allocated.
     *
     * @throws ImageFormatException when the file is not an image
     * @throws IOException when the file cannot be read
     */
    public static EnclaveImage read(Path file) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Checks an image that is already in memory; the bytes are copied first.
     *
     * @throws ImageFormatException when they are not an image
     */
    public static EnclaveImage parse(byte[] file) throws ImageFormatException {
        throw new UnsupportedOperationException();
    }

    /** What the image says of itself; all its values are within their limits. */
    public ImageManifest manifest() {
        throw new UnsupportedOperationException();
    }

    /** What this image is: SHA-384 of its canonical listing. */
    public Measurement measurement() {
        throw new UnsupportedOperationException();
    }

    /** The manifest, then the jars sorted by path; at least one jar. */
    public List<Entry> entries() {
        throw new UnsupportedOperationException();
    }

    /**
     * The content of an entry: a new read-only view of the image's own memory, not a copy.
     *
     * @throws IllegalArgumentException when the image has no such entry
     */
    public ByteBuffer content(String path) {
        throw new UnsupportedOperationException();
    }

    /** The whole file, a copy. */
    public byte[] bytes() {
        throw new UnsupportedOperationException();
    }

    /** Length of the file in bytes. */
    public int sizeBytes() {
        throw new UnsupportedOperationException();
    }

    /** SHA-256 of the file, 32 bytes; computed anew by each call. */
    public byte[] sha256() {
        throw new UnsupportedOperationException();
    }

    /** Writes the whole file; neither flushes nor closes. */
    public void writeTo(OutputStream out) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * One file in the image.
     *
     * @param path {@link #MANIFEST_PATH}, or {@link #JAR_DIRECTORY} and the name of a jar
     * @param sizeBytes length of the content
     * @param sha384 digest of the content, 96 lower-case hex digits
     */
    public record Entry(String path, int sizeBytes, String sha384) {}
}
