package dev.adyton.attestation.simulated;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootDirectoryTest {
    @TempDir
    Path parent;

    private Path directory;

    @BeforeEach
    void choose() {
        directory = parent.resolve("data").resolve("simulated");
    }

    @Test
    void the_first_use_makes_a_root_that_later_ones_find() throws Exception {
        var made = SimulatedRoot.in(directory);

        assertThat(SimulatedRoot.in(directory).fingerprint()).isEqualTo(made.fingerprint());
    }

    @Test
    void only_the_owner_may_read_what_is_made() throws Exception {
        SimulatedRoot.in(directory);

        assertThat(permissions(directory.getParent())).isEqualTo("rwx------");
        assertThat(permissions(directory)).isEqualTo("rwx------");
        assertThat(permissions(key())).isEqualTo("rw-------");
    }

    @Test
    void nothing_but_the_key_is_left() throws Exception {
        SimulatedRoot.in(directory);
        SimulatedRoot.in(directory);

        assertThat(files(directory)).containsExactly("root.pem");
    }

    @Test
    void threads_that_make_it_at_once_all_get_the_same() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> use =
                    () -> SimulatedRoot.in(directory).fingerprint().hex();
            var found =
                    threads.invokeAll(IntStream.range(0, 32).mapToObj(_ -> use).toList());

            assertThat(found.stream().map(future -> future.resultNow()).collect(Collectors.toSet()))
                    .hasSize(1);
        }
        assertThat(files(directory)).containsExactly("root.pem");
    }

    @Test
    void processes_that_make_it_at_once_all_get_the_same() throws Exception {
        var processes = new ArrayList<Process>();
        for (int i = 0; i < 4; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xshare:auto",
                            "-cp",
                            System.getProperty("java.class.path"),
                            PrintFingerprint.class.getName(),
                            directory.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        }
        var found = new ArrayList<String>();
        for (var process : processes) {
            found.add(new String(process.getInputStream().readAllBytes(), US_ASCII).strip());
            assertThat(process.waitFor()).isZero();
        }

        assertThat(found)
                .hasSize(4)
                .containsOnly(SimulatedRoot.in(directory).fingerprint().hex());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxr-x---", "rwx--x--x", "rwx-w----", "rwxrwxrwx"})
    void a_directory_that_others_may_use_is_refused(String permissions) throws IOException {
        SimulatedRoot.in(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));

        assertThatIOException()
                .isThrownBy(() -> SimulatedRoot.in(directory))
                .withMessageStartingWith("simulated root " + directory + ": found permissions " + permissions
                        + ", wanted none for group and others");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwxrwxrwx"})
    void a_key_that_others_may_use_is_refused(String permissions) throws IOException {
        SimulatedRoot.in(directory);
        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString(permissions));

        assertThatIOException()
                .isThrownBy(() -> SimulatedRoot.in(directory))
                .withMessageStartingWith("simulated root " + key() + ": found permissions " + permissions);
    }

    @Test
    void a_directory_that_is_a_link_is_refused() throws IOException {
        var real = Files.createDirectory(
                parent.resolve("real"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createDirectories(directory.getParent());
        Files.createSymbolicLink(directory, real);

        assertThatIOException()
                .isThrownBy(() -> SimulatedRoot.in(directory))
                .withMessageEndingWith("found a symbolic link, wanted a directory");
        assertThat(files(real)).isEmpty();
    }

    @Test
    void a_directory_that_is_a_file_is_refused() throws IOException {
        Files.createDirectories(directory.getParent());
        Files.createFile(directory);

        assertThatIOException()
                .isThrownBy(() -> SimulatedRoot.in(directory))
                .withMessageEndingWith("wanted a directory");
    }

    @Test
    void a_key_that_is_a_link_is_refused() throws IOException {
        SimulatedRoot.in(directory);
        var elsewhere = Files.move(key(), parent.resolve("elsewhere.pem"));
        Files.createSymbolicLink(key(), elsewhere);

        assertThatIOException()
                .isThrownBy(() -> SimulatedRoot.in(directory))
                .withMessageEndingWith("found a symbolic link, wanted a regular file");
    }

    @Test
    void a_key_that_is_a_link_to_nowhere_is_refused_and_not_followed() throws IOException {
        SimulatedRoot.in(directory);
        Files.delete(key());
        Files.createSymbolicLink(key(), parent.resolve("nowhere"));

        assertThatIOException().isThrownBy(() -> SimulatedRoot.in(directory));
        assertThat(Files.exists(parent.resolve("nowhere"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }

    @Test
    void a_key_that_is_a_directory_is_refused() throws IOException {
        SimulatedRoot.in(directory);
        Files.delete(key());
        Files.createDirectory(key());

        assertThatIOException()
                .isThrownBy(() -> SimulatedRoot.in(directory))
                .withMessageEndingWith("found a directory, wanted a regular file");
    }

    @Test
    void a_directory_above_it_may_be_a_link() throws IOException {
        var real = Files.createDirectory(parent.resolve("real"));
        var linked = Files.createSymbolicLink(parent.resolve("linked"), real);

        assertThat(SimulatedRoot.in(linked.resolve("simulated")).fingerprint())
                .isEqualTo(SimulatedRoot.in(real.resolve("simulated")).fingerprint());
    }

    @Test
    void a_relative_directory_is_one_of_the_working_directory() throws IOException {
        var relative = Path.of("").toAbsolutePath().relativize(directory);

        assertThat(SimulatedRoot.in(relative).fingerprint())
                .isEqualTo(SimulatedRoot.in(directory).fingerprint());
    }

    private Path key() {
        return directory.resolve("root.pem");
    }

    private static List<String> files(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** What the processes run. */
    static final class PrintFingerprint {
        private PrintFingerprint() {}

        public static void main(String[] arguments) throws IOException {
            System.out.println(SimulatedRoot.in(Path.of(arguments[0])).fingerprint());
        }
    }
}
