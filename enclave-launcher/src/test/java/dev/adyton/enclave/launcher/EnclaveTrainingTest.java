package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.enclave.api.TrustedApplication;
import dev.adyton.enclave.launcher.StartCache.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real enclave runtime in jars, as users have it, and the real JVM. */
class EnclaveTrainingTest {
    /** The smallest application. */
    public static final class Application implements TrustedApplication {}

    @TempDir
    Path directory;

    private final CapturedLog log = new CapturedLog();

    @AfterEach
    void nothing_is_left() throws IOException {
        log.close();
        Leftovers.assertNone(directory);
    }

    @Test
    void the_first_launch_has_a_cache_made_and_later_enclaves_map_it() throws Exception {
        var image = TestImages.ofApplication(Application.class);
        Path cache;
        try (var first = new LocalLauncher(options());
                var enclave = first.launch("first", image)) {
            assertThat(mapped(enclave)).doesNotContain(".aot");
            log.await("Made the ahead-of-time cache");
            cache = new AotDirectory(directory.resolve("aot"))
                    .find(new EnclaveTraining(options(), Outside.SAME_THREAD)
                            .subject()
                            .key())
                    .orElseThrow();
            try (var next = first.launch("next", image)) {
                assertThat(mapped(next)).contains(cache.toString());
            }
        }
        try (var second = new LocalLauncher(options());
                var enclave = second.launch("second", image)) {
            assertThat(mapped(enclave)).contains(cache.toString());
        }
        assertThat(log.lines()).noneMatch(line -> line.startsWith("WARNING"));
    }

    @Test
    void one_can_be_made_before_the_first_launch() throws Exception {
        try (var cache = new StartCache(options());
                var launcher = new LocalLauncher(options())) {
            assertThat(cache.state()).isEqualTo(new State.Absent(directory.resolve("aot")));
            var made = cache.make();
            assertThat(made.sizeBytes()).isEqualTo(Files.size(made.file())).isPositive();
            assertThat(cache.state()).isEqualTo(made);
            assertThat(cache.make()).isEqualTo(made);
            try (var first = launcher.launch("first", TestImages.ofApplication(Application.class))) {
                assertThat(mapped(first)).contains(made.file().toString());
            }
        }
    }

    @Test
    void a_launcher_that_is_closed_ends_the_training_too() throws Exception {
        try (var launcher = new LocalLauncher(options());
                var enclave = launcher.launch("only", TestImages.ofApplication(Application.class))) {
            assertThat(enclave.recordSocket()).exists();
        }
        try (var files = Files.list(directory.resolve("aot"))) {
            assertThat(files).allMatch(file -> file.toString().endsWith(".lock"));
        }
    }

    private static String mapped(LaunchedEnclave enclave) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(enclave.pid()), "maps"));
    }

    private LauncherOptions options() throws IOException {
        return LauncherOptions.defaults()
                .withDirectory(directory)
                .withStrongest(Confinement.PROCESS)
                .withEnclaveClassPath(RuntimeJars.in(directory))
                .withAotCache(Optional.of(directory.resolve("aot")));
    }
}
