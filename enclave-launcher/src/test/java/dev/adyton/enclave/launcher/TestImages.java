package dev.adyton.enclave.launcher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.adyton.image.EnclaveImage;
import dev.adyton.image.ImageBuilder;
import dev.adyton.image.SignatureScheme;
import dev.adyton.image.SigningKey;
import dev.adyton.protocol.ImageKind;
import dev.adyton.protocol.ImageManifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.zip.CRC32;

/** Images that are well-formed; what is in them does not matter here. */
final class TestImages {
    static final long MEMORY_LIMIT_BYTES = 64 << 20;

    static final SigningKey KEY = SigningKey.generate(SignatureScheme.ED25519);

    private TestImages() {}

    static EnclaveImage image() {
        return image(100_000);
    }

    static EnclaveImage image(int jarBytes) {
        return KEY.sign(unsigned(jarBytes));
    }

    static EnclaveImage unsigned() {
        return unsigned(100_000);
    }

    /** An image with the last bit of its signature flipped, and both CRC-32 of that entry mended (docs/image.md). */
    static byte[] wronglySigned() {
        var bytes = image().bytes();
        var file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int central = new String(bytes, ISO_8859_1).lastIndexOf(EnclaveImage.SIGNATURE_PATH) - 46;
        int local = file.getInt(central + 42);
        int content = local + 30 + EnclaveImage.SIGNATURE_PATH.length();
        int size = file.getInt(local + 22);
        bytes[content + size - 1] ^= 1;
        var crc = new CRC32();
        crc.update(bytes, content, size);
        file.putInt(local + 14, (int) crc.getValue()).putInt(central + 16, (int) crc.getValue());
        return bytes;
    }

    /** An image that can be run. */
    static EnclaveImage ofApplication(Class<?> application) throws IOException {
        return ofApplication(application.getName(), application);
    }

    static EnclaveImage ofApplication(String name, Class<?> inJar) throws IOException {
        return KEY.sign(new ImageBuilder(manifest(name))
                .addJar("application.jar", jar(inJar))
                .build());
    }

    private static byte[] jar(Class<?> type) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var jar = new JarOutputStream(bytes)) {
            for (var member : type.getNestMembers()) {
                var file = member.getName().replace('.', '/') + ".class";
                try (var content = member.getClassLoader().getResourceAsStream(file)) {
                    jar.putNextEntry(new JarEntry(file));
                    content.transferTo(jar);
                }
            }
        }
        return bytes.toByteArray();
    }

    private static EnclaveImage unsigned(int jarBytes) {
        return new ImageBuilder(manifest("test.Application"))
                .addJar("application.jar", new byte[jarBytes])
                .build();
    }

    private static ImageManifest manifest(String application) {
        return ImageManifest.newBuilder()
                .setFormatVersion(EnclaveImage.FORMAT_VERSION)
                .setKind(ImageKind.IMAGE_KIND_JAVA)
                .setApplicationClass(application)
                .setName("test")
                .setMemoryLimitBytes(MEMORY_LIMIT_BYTES)
                .setThreadLimit(64)
                .build();
    }

    static Path file(Path directory) throws IOException {
        return Files.write(directory.resolve("test.enclave"), image().bytes());
    }
}
