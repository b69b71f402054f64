package dev.adyton.confinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process whose refused calls another one, this one, answers. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DeniedCallsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Process process;

    @BeforeEach
    void start() throws IOException {
        if (SelfConfinement.support() instanceof Support.Unavailable(String reason)) {
            assumeTrue(false, reason);
        }
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Confined.class.getName(),
                        "ENCLAVE",
                        "listened")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @AfterEach
    void nothing_is_left() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void they_are_refused_and_counted_by_name_until_the_process_ends() throws Exception {
        assumeTrue(DeniedCalls.possible(process.pid()), "this process may not look into its child");
        try (var output = process.inputReader();
                var input = process.getOutputStream()) {
            assertThat(output.readLine()).isEqualTo("confining=listened");
            assertThat(DeniedCalls.find(process.pid())).isEmpty();
            input.write('\n');
            input.flush();
            // It can say nothing more before it has been answered.
            var denied = found();
            var answering = CompletableFuture.runAsync(
                    denied, task -> Thread.ofPlatform().daemon().start(task));
            Map<String, String> answers = new HashMap<>();
            for (var line = output.readLine(); !line.equals(Confined.DONE); line = output.readLine()) {
                answers.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
            }
            // Just as it is without a listener.
            assertThat(answers)
                    .containsEntry("listened", "by another process")
                    .containsEntry("openat", "-13")
                    .containsEntry("socket", "-13")
                    .containsEntry("ptrace", "-1")
                    .containsEntry("clone3", "-38")
                    .containsEntry("dumpable again", "-1")
                    .containsEntry("file in an older thread", "/etc/passwd (Permission denied)")
                    .containsEntry("new thread", "ran");
            assertThat(denied.counts())
                    .containsEntry("socket", 1L)
                    .containsEntry("ptrace", 1L)
                    .containsEntry("landlock_create_ruleset", 1L)
                    .doesNotContainKeys("clone3", "read");
            assertThat(denied.counts().get("openat")).isGreaterThanOrEqualTo(3);
            assertThat(denied.summary())
                    .startsWith("denied ")
                    .contains("ptrace 1")
                    .contains("socket 1");

            process.destroyForcibly();
            assertThat(answering).succeedsWithin(PATIENCE);
        }
    }

    /** As soon as there is one. */
    private DeniedCalls found() throws IOException {
        while (true) {
            var found = DeniedCalls.find(process.pid());
            if (found.isPresent()) {
                assertThat(found.get().summary()).as("before it is asked").isEmpty();
                return found.get();
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void they_cannot_be_had_of_a_process_that_is_gone() throws InterruptedException {
        process.destroyForcibly().waitFor();

        assertThatIOException()
                .isThrownBy(() -> DeniedCalls.find(process.pid()))
                .withMessageContaining("pidfd_open: found error number 3");
    }
}
