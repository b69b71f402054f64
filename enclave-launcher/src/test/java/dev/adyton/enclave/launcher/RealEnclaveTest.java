package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.enclave.api.TrustedApplication;
import dev.adyton.image.EnclaveImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with the real enclave runtime, found on this program's class path. */
class RealEnclaveTest {
    /** On the class path of these tests, and rightly not on an enclave's. */
    private static final List<String> NOT_FOR_ENCLAVES = List.of(
            "enclave-launcher",
            "attestation-simulated",
            "attestation-hardware",
            // The test libraries.
            "junit-",
            "opentest4j",
            "apiguardian",
            "assertj",
            "byte-buddy",
            "surefire",
            "jazzer",
            // Annotations, which nothing loads.
            "jspecify",
            "jsr305",
            "error_prone_annotations",
            "j2objc-annotations",
            "checker-qual",
            "animal-sniffer",
            // Empty: its class is in guava.
            "listenablefuture");

    private static final Confinement CONFINEMENT = SandboxLayers.ofThisMachine().strongest(SandboxLayers.usual());

    /** The smallest application. */
    public static final class Application implements TrustedApplication {}

    /** Looks for a file that its process cannot see. */
    public static final class Curious implements TrustedApplication {
        static final boolean FOUND = new File("/etc/passwd").exists();

        /** Looks. */
        public Curious() {
            if (FOUND) {
                throw new IllegalStateException("found a file");
            }
        }
    }

    @TempDir
    Path directory;

    private LocalLauncher launcher;

    @BeforeEach
    void start() {
        launcher = new LocalLauncher(LauncherOptions.defaults().withDirectory(directory));
    }

    @AfterEach
    void nothing_is_left() throws IOException {
        launcher.close();
        Leftovers.assertNone(directory);
    }

    @Test
    void it_becomes_ready_and_ends_with_its_life_line() throws Exception {
        var enclave = launcher.launch("real", TestImages.ofApplication(Application.class));
        assertThat(enclave.recordSocket()).exists();
        assertThat(enclave.confinement()).isEqualTo(CONFINEMENT);
        enclave.close();
        assertThat(enclave.ended().toCompletableFuture().get(20, TimeUnit.SECONDS))
                .isEqualTo(new EnclaveExit(11, "ended by its launcher"));
    }

    @Test
    void what_an_enclave_was_denied_is_told_at_its_end() throws Exception {
        assumeTrue(CONFINEMENT.compareTo(Confinement.SECCOMP) >= 0, "seccomp is not available here");
        var file = directory.resolve("curious.enclave");
        Files.write(file, TestImages.ofApplication(Curious.class).bytes());
        try (var log = new CapturedLog();
                // It has the native access that it takes to count, which this JVM has not.
                var counting = LauncherProcess.start(LauncherOptions.defaults().withDirectory(directory), directory)) {
            counting.launch("curious", file).close();
            log.await("Enclave curious was denied ");
        }
        Files.delete(file);
    }

    @Test
    void a_warm_one_takes_an_image_and_the_next_one_is_another() throws Exception {
        var image = TestImages.ofApplication(Application.class);
        try (var warm = new LocalLauncher(
                LauncherOptions.defaults().withDirectory(directory).withWarm(1))) {
            warm.launch("cold", image).close();
            for (int i = 0; i < 2; i++) {
                var enclave = warm.launch("real", image);
                assertThat(enclave.recordSocket()).exists();
                assertThat(enclave.confinement()).isEqualTo(confinement(image));
                enclave.close();
                assertThat(enclave.ended().toCompletableFuture().get(20, TimeUnit.SECONDS))
                        .isEqualTo(new EnclaveExit(11, "ended by its launcher"));
            }
        }
    }

    /** What an enclave that was not warm reaches here. */
    private Confinement confinement(EnclaveImage image) throws LaunchException {
        try (var enclave = launcher.launch("cold", image)) {
            return enclave.confinement();
        }
    }

    @Test
    void an_image_that_it_cannot_load_is_refused_with_its_reason() {
        var failure = catchThrowableOfType(
                LaunchException.class,
                () -> launcher.launch("real", TestImages.ofApplication("no.such.Application", Application.class)));
        assertThat(failure).hasMessageStartingWith("Enclave real did not start: ");
        assertThat(failure).hasMessageContaining("no.such.Application");
        assertThat(failure.code()).isEqualTo(LaunchException.Code.INVALID_ARGUMENT);
    }

    @Test
    void its_class_path_is_the_runtime_with_its_dependencies_and_nothing_else() {
        var all = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists);
        var enclaves = LauncherOptions.defaults().enclaveClassPath();
        assertThat(all)
                .allSatisfy(path -> assertThat(enclaves.contains(path))
                        .as("%s is on the enclave's class path", path)
                        .isNotEqualTo(NOT_FOR_ENCLAVES.stream().anyMatch(artifact(path)::contains)));
    }

    /** A jar's name, or the module whose {@code target/classes} it is. */
    private static String artifact(Path path) {
        return (Files.isDirectory(path) ? path.getParent().getParent() : path)
                .getFileName()
                .toString();
    }
}
