package dev.adyton.image;

import dev.adyton.protocol.ImageManifest;

/**
 * Makes an image of a manifest and jars. The same manifest and jars give the same bytes, in whatever order the jars were added. Not
 * thread-safe.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class ImageBuilder {
    /**
     * An image that says this of itself.
     *
     * @throws IllegalArgumentException when a value is outside the limits that {@code image.proto} states
     */
    public ImageBuilder(ImageManifest manifest) {
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
    }

    /**
     * The image, checked as a file that was read.
     *
     * @throws IllegalStateException when no jar was added
     */
    public EnclaveImage build() {
        throw new UnsupportedOperationException();
    }
}
