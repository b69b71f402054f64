package dev.adyton.enclave.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path directory;

    private final MemoryLog log = new MemoryLog();

    @Test
    void it_goes_through_a_whole_life_and_leaves_nothing() throws Exception {
        Rehearsal.run(directory.resolve("first"), log);

        assertThat(directory).isEmptyDirectory();
        assertThat(log.lines()).isEmpty();
        for (var thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().contains("rehearsal")) {
                assertThat(thread.join(Duration.ofSeconds(PATIENCE_SECONDS)))
                        .as("end of %s", thread)
                        .isTrue();
            }
        }
    }

    @Test
    void it_can_be_repeated() throws Exception {
        Rehearsal.run(directory.resolve("first"), log);
        Rehearsal.run(directory.resolve("first"), log);

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_socket_that_cannot_be_made_fails_it() {
        assertThatThrownBy(() -> Rehearsal.run(directory.resolve("none").resolve("first"), log))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("record socket " + directory);
    }

    @Test
    void as_a_process_it_ends_in_order() throws Exception {
        assertThat(exitCode(directory.resolve("first").toString())).isZero();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void without_a_socket_the_process_refuses() throws Exception {
        assertThat(exitCode()).isEqualTo(10);
    }

    @Test
    void as_a_process_it_ends_with_its_launcher() throws Exception {
        var process = new ProcessBuilder(command(directory.resolve("first").toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            process.getOutputStream().close();

            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(11);
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> command(String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                RehearsalMain.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static int exitCode(String... arguments) throws Exception {
        var errors = Files.createTempFile("adyton-test", ".err");
        try {
            var process = new ProcessBuilder(command(arguments))
                    .redirectError(errors.toFile())
                    .start();
            try {
                assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
                return process.exitValue();
            } finally {
                process.destroyForcibly();
            }
        } finally {
            Files.delete(errors);
        }
    }
}
