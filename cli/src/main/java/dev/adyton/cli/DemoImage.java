package dev.adyton.cli;

import dev.adyton.image.EnclaveImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The image of the quickstart's enclave, which comes with the command. */
final class DemoImage {
    private DemoImage() {}

    /** The image's file: {@code images/quickstart.enclave} beside the libraries of the command. */
    static Path file() throws IOException {
        var home = System.getProperty("adyton.home");
        if (home == null) {
            throw new NoSuchFileException(
                    "the demo image: found no system property adyton.home, wanted the directory that holds images/quickstart.enclave"
                            + " (./adyton sets it; else give --image FILE)");
        }
        var file = Path.of(home, "images", "quickstart.enclave");
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException("the demo image is missing: " + file);
        }
        return file;
    }

    /** The image, checked. */
    static EnclaveImage read() throws IOException {
        return EnclaveImage.read(file());
    }
}
