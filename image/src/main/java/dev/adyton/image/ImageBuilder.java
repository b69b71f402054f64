package dev.adyton.image;

import dev.adyton.protocol.ImageManifest;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Makes an image of a manifest and jars. The same manifest and jars give the same bytes, in whatever order the jars were added. Not
 * thread-safe.
 */
public final class ImageBuilder {
    private final NavigableMap<String, ByteBuffer> contents = new TreeMap<>();
    private final Map<String, String> pathsByFold = new HashMap<>();
    // Each image can be signed, however large.
    private long fileBytes =
            ZipLayout.END_BYTES + ZipLayout.entryBytes(EnclaveImage.SIGNATURE_PATH, EnclaveImage.MAX_SIGNATURE_BYTES);

    /**
     * An image that says this of itself.
     *
     * @throws IllegalArgumentException when a value is outside the limits that {@code image.proto} states
     */
    public ImageBuilder(ImageManifest manifest) {
        ManifestFormat.problem(manifest).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        add(EnclaveImage.MANIFEST_PATH, manifest.toByteArray());
    }

    /**
     * Adds a jar; its bytes are copied.
     *
     * @param name the file's name, 5 to 251 characters of {@code [A-Za-z0-9._+-]}, starting with a letter or digit and ending in
     *     {@code .jar}
     * @return this
     * @throws IllegalArgumentException when the name is not such, differs only in case from an added one, or the image would
     *     become too large
     */
    public ImageBuilder addJar(String name, byte[] content) {
        EntryPath.jarNameProblem(name).ifPresent(problem -> {
            throw new IllegalArgumentException("Jar '" + name + "': " + problem);
        });
        add(EnclaveImage.JAR_DIRECTORY + name, content.clone());
        return this;
    }

    /**
     * The image, not signed yet, checked as a file that was read.
     *
     * @throws IllegalStateException when no jar was added
     */
    public EnclaveImage build() {
        if (contents.size() == 1) {
            throw new IllegalStateException("No jar was added; an image needs at least one");
        }
        // The manifest sorts behind the jars by name, yet it comes first: a reader must know the version before all
        // else.
        var ordered = new LinkedHashMap<>(contents);
        ordered.putFirst(EnclaveImage.MANIFEST_PATH, contents.get(EnclaveImage.MANIFEST_PATH));
        try {
            return EnclaveImage.owning(ZipWriter.write(ordered));
        } catch (ImageFormatException e) {
            throw new IllegalStateException("The writer and the reader disagree, which is a bug", e);
        }
    }

    private void add(String path, byte[] content) {
        if (contents.size() == EnclaveImage.MAX_ENTRIES) {
            throw new IllegalArgumentException("'" + path + "' would be entry " + (contents.size() + 1)
                    + ", allowed are " + EnclaveImage.MAX_ENTRIES);
        }
        long size = fileBytes + ZipLayout.entryBytes(path, content.length);
        if (size > EnclaveImage.MAX_FILE_BYTES) {
            throw new IllegalArgumentException("The image would have up to " + size + " bytes with '" + path
                    + "' and a signature, allowed are " + EnclaveImage.MAX_FILE_BYTES);
        }
        var same = pathsByFold.putIfAbsent(path.toLowerCase(Locale.ROOT), path);
        if (same != null) {
            throw new IllegalArgumentException(
                    "'" + path + "' and the added '" + same + "' are equal or differ only in case");
        }
        contents.put(path, ByteBuffer.wrap(content));
        fileBytes = size;
    }
}
