package dev.adyton.testkit;

import dev.adyton.enclave.api.TrustedApplication;
import dev.adyton.image.EnclaveImage;
import dev.adyton.image.ImageBuilder;
import dev.adyton.image.SignatureScheme;
import dev.adyton.image.SigningKey;
import dev.adyton.protocol.ImageKind;
import dev.adyton.protocol.ImageManifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Builds enclave images from the classes of a running test, so that no build step is needed before it. Each class stands for the place it was
 * loaded from: the jar is taken as it is, the directory is packed into a jar in which the same files give the same bytes.
 */
public final class TestImage {
    private static final long MEMORY_LIMIT_BYTES = 512L << 20;
    private static final int THREAD_LIMIT = 512;

    private static final SigningKey KEY = SigningKey.generate(SignatureScheme.ED25519);

    private TestImage() {}

    /**
     * A debug image of the application, whose exceptions reach the host with their text.
     *
     * @param with classes whose jars or directories go into the image too
     * @throws IllegalArgumentException when a class was not loaded from a jar or a directory
     */
    public static EnclaveImage debug(Class<? extends TrustedApplication> application, Class<?>... with) {
        return build(application, true, with);
    }

    /**
     * An image as it would be released: what the application throws stays inside. Signed by a key that is made anew for each JVM. Otherwise as
     * {@link #debug}.
     */
    public static EnclaveImage release(Class<? extends TrustedApplication> application, Class<?>... with) {
        return build(application, false, with);
    }

    private static EnclaveImage build(
            Class<? extends TrustedApplication> application, boolean debug, Class<?>... with) {
        var builder = new ImageBuilder(manifest(application, debug));
        addSources(builder, application, with);
        return debug ? builder.build() : signed(builder);
    }

    /** The image, signed as {@link #release} says. */
    static EnclaveImage signed(ImageBuilder builder) {
        return KEY.sign(builder.build());
    }

    /** What a test's image says of itself: 512 MiB of heap, 512 threads. */
    static ImageManifest manifest(Class<? extends TrustedApplication> application, boolean debug) {
        return ImageManifest.newBuilder()
                .setFormatVersion(EnclaveImage.FORMAT_VERSION)
                .setKind(ImageKind.IMAGE_KIND_JAVA)
                .setApplicationClass(application.getName())
                .setName(application.getSimpleName())
                .setDebug(debug)
                .setMemoryLimitBytes(MEMORY_LIMIT_BYTES)
                .setThreadLimit(THREAD_LIMIT)
                .build();
    }

    static void addSources(ImageBuilder builder, Class<?> application, Class<?>... with) {
        var sources = new LinkedHashSet<>(Set.of(source(application)));
        List.of(with).forEach(type -> sources.add(source(type)));
        try {
            var number = 0;
            for (var source : sources) {
                // Numbered, since two libraries may come in files of the same name.
                var prefix = number++ + "-";
                if (Files.isDirectory(source)) {
                    builder.addJar(prefix + "classes.jar", DirectoryJar.of(source));
                } else {
                    builder.addJar(prefix + source.getFileName(), Files.readAllBytes(source));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("image of " + application.getName(), unreadable);
        }
    }

    private static Path source(Class<?> type) {
        var source = type.getProtectionDomain().getCodeSource();
        var location = source == null ? null : source.getLocation();
        if (location == null || !location.getProtocol().equals("file")) {
            throw new IllegalArgumentException(
                    type.getName() + " was loaded from " + location + ", wanted a jar or a directory");
        }
        try {
            return Path.of(new URI(location.toString()));
        } catch (URISyntaxException notAUri) {
            throw new IllegalArgumentException(type.getName() + " was loaded from " + location, notAUri);
        }
    }
}
