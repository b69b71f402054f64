package dev.adyton.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The ahead-of-time cache of enclave processes that a user of the command has from its first run on. Made once for all tests, and kept for those of later builds while the command stays the
 * same.
 */
final class EnclaveCache {
    private static final Path KEPT = Checkout.ROOT.resolve("docs/target/cache");
    private static final Pattern MADE = Pattern.compile("Ahead-of-time cache: (.+), \\d+ MiB\\n");

    private static Optional<Path> file = Optional.empty();

    private EnclaveCache() {}

    /** Puts it where the user of this sandbox has it. */
    static void putInto(Sandbox sandbox) throws IOException, InterruptedException {
        var from = file(sandbox);
        var directory = sandbox.cache().resolve("adyton/aot");
        createDirectories(directory);
        Files.copy(from, directory.resolve(from.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static synchronized Path file(Sandbox sandbox) throws IOException, InterruptedException {
        if (file.isEmpty()) {
            file = Optional.of(make(sandbox));
        }
        return file.get();
    }

    private static Path make(Sandbox sandbox) throws IOException, InterruptedException {
        createDirectories(KEPT);
        sandbox.set("XDG_CACHE_HOME", KEPT.toString());
        var done = sandbox.adyton("prepare");
        sandbox.set("XDG_CACHE_HOME", sandbox.cache().toString());
        assertThat(done.exit()).as(done.err()).isZero();
        var made = MADE.matcher(done.out());
        assertThat(made.matches()).as(done.out()).isTrue();
        return Path.of(made.group(1));
    }

    /** For their owner only, as the caches are. */
    private static void createDirectories(Path directory) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
}
