package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.adyton.attestation.simulated.RunningRoots;
import dev.adyton.confinement.SelfConfinement;
import dev.adyton.confinement.Support;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LauncherProcessTest extends LauncherContractTest {
    @Override
    Launcher start(LauncherOptions options, String mainClass) throws LaunchException {
        return LauncherProcess.start(options, directory, mainClass);
    }

    @Test
    void an_image_is_read_only_in_the_directory_that_was_told() throws Exception {
        var image = TestImages.file(directory);
        var images = Files.createDirectory(directory.resolve("images"));
        var link = Files.createSymbolicLink(images.resolve("link.enclave"), image);
        var inside = TestImages.file(Files.createDirectory(images.resolve("below")));
        try (var other = LauncherProcess.start(options(), images, FakeEnclaveMain.class.getName())) {
            for (var outside : List.of(image, link, images.resolve("../test.enclave"), directory.resolve("none"))) {
                var failure = catchThrowableOfType(LaunchException.class, () -> other.launch("fake", outside));
                assertThat(failure.code()).isEqualTo(LaunchException.Code.INVALID_ARGUMENT);
                assertThat(failure)
                        .hasMessage("The launcher reads no image there: found " + outside + ", wanted a file below "
                                + images);
            }
            var missing =
                    catchThrowableOfType(LaunchException.class, () -> other.launch("fake", images.resolve("none")));
            assertThat(missing.code()).isEqualTo(LaunchException.Code.NOT_FOUND);
            other.launch("fake", inside).close();
        }
    }

    @Test
    void a_directory_of_images_that_does_not_exist_is_refused() {
        var failure = catchThrowableOfType(
                LaunchException.class, () -> LauncherProcess.start(options(), directory.resolve("none")));
        assertThat(failure.code()).isEqualTo(LaunchException.Code.FAILED_PRECONDITION);
        assertThat(failure)
                .hasMessage("The launcher reads images in one directory: found " + directory.resolve("none")
                        + ", wanted one that exists");
    }

    @Test
    void the_key_of_its_root_is_in_no_file_and_its_fingerprint_in_one_while_it_runs() throws Exception {
        var directoryOfRoot = directory.resolve("other");
        var running = RunningRoots.beside(directoryOfRoot);
        try (var other = start(options().withSimulatedRoot(directoryOfRoot), FakeEnclaveMain.class.getName())) {
            assertThat(running.fingerprints()).containsExactly(other.simulatedRoot());
            assertThat(directoryOfRoot).isDirectoryNotContaining(Files::isRegularFile);
        }
        assertThat(running.fingerprints()).isEmpty();
    }

    @Test
    void it_and_what_it_starts_have_no_network() throws Exception {
        assumeConfinement();
        try (var other = start(options(), FakeEnclaveMain.class.getName())) {
            assertThat(socketsInside(other))
                    .contains("TCP Permission denied; UDP Permission denied; TCP over IPv4 Permission denied;"
                            + " UDP over IPv4 Permission denied; Unix opened");
        }
    }

    @Test
    void every_thread_of_it_is_confined_for_good_and_it_leaves_no_core() throws Exception {
        assumeConfinement();
        try (var other = LauncherProcess.start(options(), directory, FakeEnclaveMain.class.getName())) {
            var process = Path.of("/proc", Long.toString(other.pid()));
            try (var threads = Files.list(process.resolve("task"))) {
                // Some threads of the virtual machine come and go.
                assertThat(threads.map(LauncherProcessTest::status).filter(status -> !status.isEmpty()))
                        .hasSizeGreaterThan(5)
                        .allSatisfy(status -> assertThat(status).contains("Seccomp:\t2", "NoNewPrivs:\t1"));
            }
            assertThat(Files.readAllLines(process.resolve("limits")))
                    .anyMatch(line -> line.matches("Max core file size +0 +0 +bytes *"));
        }
    }

    private static List<String> status(Path thread) {
        try {
            return Files.readAllLines(thread.resolve("status"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return List.of();
        }
    }

    private static void assumeConfinement() {
        if (SelfConfinement.support() instanceof Support.Unavailable(var reason)) {
            assumeTrue(false, reason);
        }
    }
}
