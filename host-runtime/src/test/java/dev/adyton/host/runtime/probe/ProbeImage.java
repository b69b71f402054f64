package dev.adyton.host.runtime.probe;

import dev.adyton.image.EnclaveImage;
import dev.adyton.image.ImageBuilder;
import dev.adyton.image.SignatureScheme;
import dev.adyton.image.SigningKey;
import dev.adyton.protocol.ImageKind;
import dev.adyton.protocol.ImageManifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** The image of {@link ProbeApplication}, made of the test's own classes. */
public final class ProbeImage {
    // Before the images that it signs.
    private static final SigningKey KEY = SigningKey.generate(SignatureScheme.ED25519);

    public static final EnclaveImage RELEASE = build(false, ProbeApplication.class.getName());
    public static final EnclaveImage DEBUG = build(true, ProbeApplication.class.getName());

    private ProbeImage() {}

    public static EnclaveImage build(boolean debug, String applicationClass) {
        var image = new ImageBuilder(ImageManifest.newBuilder()
                        .setFormatVersion(EnclaveImage.FORMAT_VERSION)
                        .setKind(ImageKind.IMAGE_KIND_JAVA)
                        .setApplicationClass(applicationClass)
                        .setName("probe")
                        .setDebug(debug)
                        .setMemoryLimitBytes(64 << 20)
                        .setThreadLimit(256)
                        .build())
                .addJar("probe.jar", jar(List.of(ProbeApplication.class, Calls.class)))
                .build();
        return debug ? image : KEY.sign(image);
    }

    private static byte[] jar(List<Class<?>> classes) {
        var bytes = new ByteArrayOutputStream();
        try (var jar = new JarOutputStream(bytes)) {
            for (var type : classes) {
                var path = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(path));
                try (var in = type.getClassLoader().getResourceAsStream(path)) {
                    in.transferTo(jar);
                }
                jar.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
