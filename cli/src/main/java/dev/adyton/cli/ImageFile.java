package dev.adyton.cli;

import dev.adyton.image.EnclaveImage;
import dev.adyton.image.ImageFormatException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Image files as the {@code image} commands read them, and how these show what they found. */
final class ImageFile {
    private ImageFile() {}

    /** The image, checked; failures name the file. */
    static EnclaveImage read(Path file) throws IOException {
        try {
            return EnclaveImage.read(file);
        } catch (ImageFormatException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new IOException("There is no image " + file, e);
        }
    }

    /** Who signed it, in words. */
    static String signer(EnclaveImage image) {
        return image.signer().map(Object::toString).orElse("none: it is not signed");
    }

    /** What debug means, in words. */
    static String debug(EnclaveImage image) {
        return image.manifest().getDebug() ? "yes: exception texts reach the host" : "no";
    }

    /** Appends one line of a table. */
    static void row(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-20s %s%n", name + ":", value));
    }
}
