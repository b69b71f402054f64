package dev.adyton.enclave.runtime;

import dev.adyton.image.EnclaveImage;
import dev.adyton.image.ImageBuilder;
import dev.adyton.image.SignatureScheme;
import dev.adyton.image.SigningKey;
import dev.adyton.protocol.ImageKind;
import dev.adyton.protocol.ImageManifest;
import java.io.IOException;

/** Images of jars that tests make. */
final class TestImages {
    private static final SigningKey KEY = SigningKey.generate(SignatureScheme.ED25519);

    private TestImages() {}

    static ImageManifest.Builder manifest(String applicationClass) {
        return ImageManifest.newBuilder()
                .setFormatVersion(EnclaveImage.FORMAT_VERSION)
                .setKind(ImageKind.IMAGE_KIND_JAVA)
                .setApplicationClass(applicationClass)
                .setName("sample")
                .setMemoryLimitBytes(64L << 20)
                .setThreadLimit(64);
    }

    /** An image of these jars, named so that their order is kept; signed unless it is a debug image. */
    static EnclaveImage of(ImageManifest.Builder manifest, byte[]... jars) {
        var builder = new ImageBuilder(manifest.build());
        for (int i = 0; i < jars.length; i++) {
            builder.addJar("jar" + i + ".jar", jars[i]);
        }
        return manifest.getDebug() ? builder.build() : KEY.sign(builder.build());
    }

    static ImageClassLoader loader(byte[]... jars) throws IOException {
        return ImageClassLoader.of(of(manifest("sample.None"), jars));
    }
}
