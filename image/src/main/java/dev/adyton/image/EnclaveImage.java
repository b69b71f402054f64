package dev.adyton.image;

import dev.adyton.protocol.ImageManifest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * An enclave image that was checked completely: layout, limits, checksums, manifest, signature. Holds the whole file in memory, in bytes of
 * its own, so what was measured is what is used. Immutable and thread-safe.
 *
 * <p>That an image is well-formed says nothing about who made it, unless it has a {@link #signer} whom the caller trusts, nor whether its
 * jars can be loaded.
 */
public final class EnclaveImage {
    /** The format version that this library reads and writes. */
    public static final int FORMAT_VERSION = 1;

    /** Largest image file: 512 MiB. */
    public static final int MAX_FILE_BYTES = 512 << 20;

    /** Most entries of an image, the manifest counted and the signature not. */
    public static final int MAX_ENTRIES = 1024;

    /** Longest path of an entry in bytes (ASCII, so also in characters). */
    public static final int MAX_PATH_BYTES = 255;

    /** Largest manifest: 64 KiB. */
    public static final int MAX_MANIFEST_BYTES = 64 << 10;

    /** Path of the manifest, which is the first entry. */
    public static final String MANIFEST_PATH = "manifest.pb";

    /** Largest signature: 16 KiB. */
    public static final int MAX_SIGNATURE_BYTES = 16 << 10;

    /** Path of the signature, which is the last entry of an image that is signed. */
    public static final String SIGNATURE_PATH = "signature.pb";

    /** The paths of jars are this, a name, and {@code .jar}. */
    public static final String JAR_DIRECTORY = "lib/";

    private static final int DEFAULT_MESSAGE_BYTES = 64 << 20;

    private final byte[] file;
    private final Map<String, ZipReader.Located> locations;
    private final ImageManifest manifest;
    private final List<Entry> entries;
    private final Measurement measurement;
    private final Optional<SignerId> signer;

    /** Takes the bytes over, without a copy. */
    private EnclaveImage(byte[] file) throws ImageFormatException {
        this.file = file;
        var located = ZipReader.read(file);
        EntryOrder.checkManifest(located.getFirst());
        manifest = ManifestFormat.parse(view(located.getFirst()));
        boolean signed = located.getLast().path().equals(SIGNATURE_PATH);
        var measured = signed ? located.subList(0, located.size() - 1) : located;
        EntryOrder.checkMeasured(measured);
        locations = new LinkedHashMap<>();
        measured.forEach(entry -> locations.put(entry.path(), entry));
        entries = measured.stream()
                .map(entry -> new Entry(entry.path(), entry.sizeBytes(), Listing.sha384Hex(view(entry))))
                .toList();
        measurement = Listing.measure(entries);
        signer = signed ? Optional.of(verified(located.getLast())) : Optional.empty();
    }

    /** The image in bytes that only this library has seen, without a copy. */
    static EnclaveImage owning(byte[] file) throws ImageFormatException {
        return new EnclaveImage(file);
    }

    /**
     * Reads and checks an image file. The size is checked before anything is allocated.
     *
     * @throws ImageFormatException when the file is not an image
     * @throws IOException when the file cannot be read
     */
    public static EnclaveImage read(Path file) throws IOException {
        long size = Files.size(file);
        if (!Files.isRegularFile(file)) {
            throw new ImageFormatException("Not an enclave image: " + file + " is not a regular file");
        }
        checkSize(size);
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes((int) size);
            if (bytes.length != size || in.read() >= 0) {
                throw new ImageFormatException("The file changed its size while it was read, from " + size + " bytes");
            }
            return new EnclaveImage(bytes);
        }
    }

    /**
     * Reads an image of this size from a stream, and nothing beyond it; the stream stays open. The bytes are held once.
     *
     * @throws ImageFormatException when they are not an image, or the size is not one of an image
     * @throws EOFException when the stream ends before
     * @throws IOException when the stream cannot be read
     */
    public static EnclaveImage read(InputStream in, int sizeBytes) throws IOException {
        checkSize(sizeBytes);
        var bytes = new byte[sizeBytes];
        int found = in.readNBytes(bytes, 0, sizeBytes);
        if (found < sizeBytes) {
            throw new EOFException("The stream ended after " + found + " of " + sizeBytes + " bytes of an image");
        }
        return new EnclaveImage(bytes);
    }

    /**
     * Checks an image that is already in memory; the bytes are copied first.
     *
     * @throws ImageFormatException when they are not an image
     */
    public static EnclaveImage parse(byte[] file) throws ImageFormatException {
        checkSize(file.length);
        return new EnclaveImage(file.clone());
    }

    /** What the image says of itself; all its values are within their limits. */
    public ImageManifest manifest() {
        return manifest;
    }

    /** The largest message that the enclave takes in a call, in bytes: the manifest's, or 64 MiB where it gives none. */
    public int maxMessageBytes() {
        var given = manifest.getMaxMessageBytes();
        return given == 0 ? DEFAULT_MESSAGE_BYTES : given;
    }

    /** What this image is: SHA-384 of its canonical listing. */
    public Measurement measurement() {
        return measurement;
    }

    /**
     * Who signed this image; empty when nobody did. The signature was verified when the image was read: one that is wrong makes no image.
     * Everybody can sign, so this says something only to who compares it with a signer that he trusts.
     */
    public Optional<SignerId> signer() {
        return signer;
    }

    /** Why no enclave may be started of this image, or nothing: an image that is not signed runs only as a debug image. */
    public Optional<String> launchProblem() {
        return signer.isPresent() || manifest.getDebug()
                ? Optional.empty()
                : Optional.of("image %s (measurement %s) is not signed and no debug image, wanted one of both: sign it"
                                .formatted(manifest.getName(), measurement.shortHex())
                        + " (adyton image sign) or, for trying out, build it with debug");
    }

    /** What is measured: the manifest, then the jars sorted by path; at least one jar. */
    public List<Entry> entries() {
        return entries;
    }

    /**
     * The content of an entry: a new read-only view of the image's own memory, not a copy.
     *
     * @throws IllegalArgumentException when the image has no such entry
     */
    public ByteBuffer content(String path) {
        var located = locations.get(path);
        if (located == null) {
            throw new IllegalArgumentException("No entry '" + path + "' in this image; it has " + locations.keySet());
        }
        return view(located);
    }

    /** This image with this signature, which was verified, instead of any other. */
    EnclaveImage with(SignatureEntry signature) {
        var contents = measuredContents();
        contents.put(SIGNATURE_PATH, ByteBuffer.wrap(signature.bytes()));
        return rewritten(contents);
    }

    /** This image as it was before it was signed. */
    EnclaveImage unsigned() {
        return rewritten(measuredContents());
    }

    private SequencedMap<String, ByteBuffer> measuredContents() {
        var contents = new LinkedHashMap<String, ByteBuffer>();
        locations.forEach((path, located) -> contents.put(path, view(located)));
        return contents;
    }

    private static EnclaveImage rewritten(SequencedMap<String, ByteBuffer> contents) {
        long size = ZipLayout.END_BYTES;
        for (var entry : contents.entrySet()) {
            size += ZipLayout.entryBytes(entry.getKey(), entry.getValue().remaining());
        }
        if (size > MAX_FILE_BYTES) {
            throw new IllegalArgumentException(
                    "The image would have " + size + " bytes with its signature, allowed are " + MAX_FILE_BYTES);
        }
        try {
            return new EnclaveImage(ZipWriter.write(contents));
        } catch (ImageFormatException e) {
            throw new IllegalStateException("The writer and the reader disagree, which is a bug", e);
        }
    }

    /** The whole file, a copy. */
    public byte[] bytes() {
        return file.clone();
    }

    /** Length of the file in bytes. */
    public int sizeBytes() {
        return file.length;
    }

    /** SHA-256 of the file, 32 bytes; computed anew by each call. */
    public byte[] sha256() {
        return Listing.digest("SHA-256").digest(file);
    }

    /**
     * Puts the file there in one step, so that nobody ever meets half an image: a file of this name is replaced, keeping its permissions, or
     * stays as it is when this fails.
     *
     * @throws IOException when it cannot be written
     */
    public void save(Path to) throws IOException {
        WholeFile.put(to, this::writeTo);
    }

    /** Writes the whole file; neither flushes nor closes. */
    public void writeTo(OutputStream out) throws IOException {
        // In copied pieces: a stream could keep, or change, the array that it is given.
        new ByteArrayInputStream(file).transferTo(out);
    }

    /**
     * One file in the image.
     *
     * @param path {@link #MANIFEST_PATH}, or {@link #JAR_DIRECTORY} and the name of a jar
     * @param sizeBytes length of the content
     * @param sha384 digest of the content, 96 lower-case hex digits
     */
    public record Entry(String path, int sizeBytes, String sha384) {}

    private static void checkSize(long bytes) throws ImageFormatException {
        if (bytes < 0 || bytes > MAX_FILE_BYTES) {
            throw new ImageFormatException("Image has " + bytes + " bytes, allowed are " + MAX_FILE_BYTES);
        }
    }

    private SignerId verified(ZipReader.Located signature) throws ImageFormatException {
        if (signature.sizeBytes() > MAX_SIGNATURE_BYTES) {
            throw new ImageFormatException(
                    "Signature has " + signature.sizeBytes() + " bytes, allowed are " + MAX_SIGNATURE_BYTES);
        }
        return SignatureEntry.parse(view(signature)).verify(measurement);
    }

    private ByteBuffer view(ZipReader.Located entry) {
        return ByteBuffer.wrap(file, entry.offset(), entry.sizeBytes()).slice().asReadOnlyBuffer();
    }
}
