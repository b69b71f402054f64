package dev.adyton.enclave.launcher;

import dev.adyton.image.EnclaveImage;
import dev.adyton.image.ImageBuilder;
import dev.adyton.protocol.ImageKind;
import dev.adyton.protocol.ImageManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Images that are well-formed; what is in them does not matter here. */
final class TestImages {
    static final long MEMORY_LIMIT_BYTES = 64 << 20;

    private TestImages() {}

    static EnclaveImage image() {
        return image(100_000);
    }

    static EnclaveImage image(int jarBytes) {
        var manifest = ImageManifest.newBuilder()
                .setFormatVersion(EnclaveImage.FORMAT_VERSION)
                .setKind(ImageKind.IMAGE_KIND_JAVA)
                .setApplicationClass("test.Application")
                .setName("test")
                .setMemoryLimitBytes(MEMORY_LIMIT_BYTES)
                .setThreadLimit(64)
                .build();
        return new ImageBuilder(manifest)
                .addJar("application.jar", new byte[jarBytes])
                .build();
    }

    static Path file(Path directory) throws IOException {
        return Files.write(directory.resolve("test.enclave"), image().bytes());
    }
}
