package dev.adyton.relay;

import dev.adyton.image.EnclaveImage;
import dev.adyton.image.ImageBuilder;
import dev.adyton.image.SignatureScheme;
import dev.adyton.image.SigningKey;
import dev.adyton.protocol.ImageKind;
import dev.adyton.protocol.ImageManifest;
import java.util.Random;

/** Images that no JVM needs to load. */
final class TestImages {
    private static final SigningKey KEY = SigningKey.generate(SignatureScheme.ED25519);

    private TestImages() {}

    static EnclaveImage small() {
        return ofSize(10_000, 1);
    }

    /** An image with a jar of this many bytes. */
    static EnclaveImage ofSize(int jarBytes, int seed) {
        var jar = new byte[jarBytes];
        new Random(seed).nextBytes(jar);
        var manifest = ImageManifest.newBuilder()
                .setFormatVersion(1)
                .setKind(ImageKind.IMAGE_KIND_JAVA)
                .setApplicationClass("demo.Application")
                .setName("demo")
                .setMemoryLimitBytes(64 << 20)
                .setThreadLimit(16)
                .build();
        return KEY.sign(new ImageBuilder(manifest).addJar("demo.jar", jar).build());
    }
}
