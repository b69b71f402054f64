package dev.adyton.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.adyton.protocol.ImageKind;
import dev.adyton.protocol.ImageManifest;

/** Images and manifests for tests. */
final class Images {
    static final byte[] FIRST_JAR = "content of the first jar".getBytes(UTF_8);
    static final byte[] SECOND_JAR = "content of the second jar, somewhat longer".getBytes(UTF_8);

    private Images() {}

    static ImageManifest.Builder manifest() {
        return ImageManifest.newBuilder()
                .setFormatVersion(EnclaveImage.FORMAT_VERSION)
                .setKind(ImageKind.IMAGE_KIND_JAVA)
                .setApplicationClass("com.example.Vault")
                .setName("vault")
                .setProductId(7)
                .setSecurityVersion(3)
                .setMemoryLimitBytes(64L << 20)
                .setThreadLimit(64);
    }

    static EnclaveImage sample() {
        return new ImageBuilder(manifest().build())
                .addJar("b.jar", SECOND_JAR)
                .addJar("a.jar", FIRST_JAR)
                .build();
    }
}
