package dev.adyton.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.image.EnclaveImage;
import dev.adyton.image.SignatureScheme;
import dev.adyton.image.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real builds of a project of two modules, {@code src/test/projects/vault}, as a user has them. */
class ImageBuildIT {
    private static final Path PROJECT = Path.of("src/test/projects/vault");

    @TempDir
    Path directory;

    private NestedMaven maven;

    @BeforeEach
    void prepare() throws IOException {
        maven = new NestedMaven(directory);
    }

    @Test
    void two_builds_of_the_same_sources_give_the_same_signed_image() throws Exception {
        var first = checkout("first");
        var second = checkout("a/second/place");

        var key = directory.resolve("vault.key");
        var signing = SigningKey.generate(SignatureScheme.ED25519);
        signing.write(key);

        var printed = maven.run(first, "package", "-Dvault.key=" + key);
        maven.run(second, "package", "-Dvault.key=" + key);

        var image = EnclaveImage.read(image(first));
        assertThat(image(second)).hasSameBinaryContentAs(image(first));
        assertThat(image.signer()).contains(signing.verifyingKey().signer());
        assertThat(printed)
                .contains("Measurement " + image.measurement())
                .contains("Signer " + signing.verifyingKey().signer());
        checkManifest(image);
        checkEntries(image);
    }

    private static void checkManifest(EnclaveImage image) {
        assertThat(image.manifest().getApplicationClass()).isEqualTo("com.example.Vault");
        assertThat(image.manifest().getName()).isEqualTo("vault");
        assertThat(image.manifest().getProductId()).isEqualTo(7);
        assertThat(image.manifest().getMemoryLimitBytes()).isEqualTo(32L << 20);
    }

    /** Guava is needed by the protocol, which is left out, but also by the library. */
    private static void checkEntries(EnclaveImage image) {
        assertThat(image.entries())
                .extracting(EnclaveImage.Entry::path)
                .contains("lib/vault-1.jar", "lib/vault-library-1.jar")
                .anyMatch(path -> path.startsWith("lib/guava-"))
                .noneMatch(path -> path.matches(".*(grpc|proto|adyton|jsr305|junit).*"));
    }

    private static Path image(Path project) {
        return project.resolve("application/target/vault.enclave");
    }

    /** A copy of the project with the versions of this build in it. */
    private Path checkout(String name) throws IOException {
        var target = directory.resolve(name);
        try (var files = Files.walk(PROJECT)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = target.resolve(PROJECT.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, NestedMaven.withVersions(Files.readString(file)));
            }
        }
        return target;
    }
}
