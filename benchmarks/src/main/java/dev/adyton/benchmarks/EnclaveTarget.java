package dev.adyton.benchmarks;

import com.google.common.io.MoreFiles;
import dev.adyton.host.api.EnclaveClient;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.EnclaveManager;
import dev.adyton.host.api.HostAccess;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.image.EnclaveImage;
import dev.adyton.image.ImageBuilder;
import dev.adyton.image.SignatureScheme;
import dev.adyton.image.SigningKey;
import dev.adyton.protocol.ImageKind;
import dev.adyton.protocol.ImageManifest;
import io.grpc.Channel;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The service in an enclave of one backend. */
final class EnclaveTarget implements Target {
    private final String name;
    private final EnclaveManager manager;
    private final EnclaveClient client;

    private EnclaveTarget(String name, EnclaveManager manager, EnclaveClient client) {
        this.name = name;
        this.manager = manager;
        this.client = client;
    }

    /** Loads an enclave; the loader stays the caller's. */
    static EnclaveTarget load(String name, EnclaveImage image, EnclaveLoader loader) {
        var manager = new EnclaveManager();
        try {
            var config = EnclaveLoadConfig.of("bench", image)
                    .withAccess(HostAccess.none().withService(new HostBenchService()));
            return new EnclaveTarget(name, manager, manager.load(config, loader));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** An image of this program's own jar, signed by a key made for it. */
    static EnclaveImage image() throws IOException {
        var manifest = ImageManifest.newBuilder()
                .setFormatVersion(1)
                .setKind(ImageKind.IMAGE_KIND_JAVA)
                .setApplicationClass(BenchApplication.class.getName())
                .setName("bench")
                .setMemoryLimitBytes(256L << 20)
                .setThreadLimit(256)
                .build();
        var image = new ImageBuilder(manifest)
                .addJar("bench.jar", Files.readAllBytes(ownJar()))
                .build();
        try (var key = SigningKey.generate(SignatureScheme.ED25519)) {
            return key.sign(image);
        }
    }

    private static Path ownJar() throws IOException {
        try {
            var jar = Path.of(EnclaveTarget.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (!MoreFiles.getFileExtension(jar).equals("jar")) {
                throw new IOException("benchmarks run from their jar, found " + jar + ": use ./bench");
            }
            return jar;
        } catch (URISyntaxException e) {
            throw new IOException("own jar has no path", e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Channel channel() {
        return client.channel();
    }

    @Override
    public void close() {
        manager.close();
    }
}
