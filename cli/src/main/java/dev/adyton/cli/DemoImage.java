package dev.adyton.cli;

import dev.adyton.image.EnclaveImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The images of the demos' enclaves, which come with the command. */
final class DemoImage {
    private DemoImage() {}

    /** The file of the quickstart's image. */
    static Path file() throws IOException {
        return file("quickstart.enclave");
    }

    /** An image's file: {@code images/NAME} beside the libraries of the command. */
    private static Path file(String name) throws IOException {
        var home = System.getProperty("adyton.home");
        if (home == null) {
            throw new NoSuchFileException(
                    "the demo image: found no system property adyton.home, wanted the directory that holds images/"
                            + name + " (./adyton sets it; else give --image FILE)");
        }
        var file = Path.of(home, "images", name);
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException("the demo image is missing: " + file);
        }
        return file;
    }

    /** The quickstart's image, checked. */
    static EnclaveImage read() throws IOException {
        return EnclaveImage.read(file());
    }

    /** The image of one bouncing circle, checked. */
    static EnclaveImage readCircle() throws IOException {
        return EnclaveImage.read(file("bouncing-circles.enclave"));
    }
}
