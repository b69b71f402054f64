package dev.adyton.confinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processes that confine themselves, as they and others see it. */
class SelfConfinementTest {
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void assumeSupport() {
        if (SelfConfinement.support() instanceof Support.Unavailable(String reason)) {
            assumeTrue(false, reason);
        }
    }

    @AfterEach
    void nothing_is_left() throws InterruptedException {
        for (var process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(String nativeAccess, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "--illegal-native-access=deny",
                "--enable-native-access=" + nativeAccess,
                "-cp",
                System.getProperty("java.class.path"),
                Confined.class.getName()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        started.add(process);
        return process;
    }

    /** What the process says of its attempts. */
    private static Map<String, String> answers(BufferedReader output) throws IOException {
        var answers = new HashMap<String, String>();
        for (var line = output.readLine(); line != null && !line.equals(Confined.DONE); line = output.readLine()) {
            int colon = line.indexOf('=');
            assertThat(colon).as(line).isPositive();
            answers.put(line.substring(0, colon), line.substring(colon + 1));
        }
        return answers;
    }

    @Test
    void an_enclave_process_can_no_more_than_its_profile_says() throws IOException {
        try (var output = start("ALL-UNNAMED", "ENCLAVE").inputReader()) {
            assertThat(answers(output))
                    .containsEntry("openat", "-13")
                    .containsEntry("socket", "-13")
                    .containsEntry("execve", "-13")
                    .containsEntry("ptrace", "-1")
                    .containsEntry("clone3", "-38")
                    .containsEntry("fork", "-1")
                    .containsEntry("kill parent", "-1")
                    .containsEntry("signal itself", "0")
                    .containsEntry("dumpable again", "-1")
                    .containsEntry("another filter", "-1")
                    .containsEntry("no such call", "-1")
                    .containsEntry("descriptors", "256")
                    .containsEntry("core", "0")
                    .containsEntry("file in an older thread", "/etc/passwd (Permission denied)")
                    .containsEntry("file in a newer thread", "/etc/passwd (Permission denied)")
                    .containsEntry("new thread", "ran")
                    .containsEntry("confine again", "prctl(PR_SET_NO_NEW_PRIVS): found error number 1, wanted success");
        }
    }

    @Test
    void every_thread_is_confined_as_others_see_it() throws IOException {
        var process = start("ALL-UNNAMED", "ENCLAVE");
        try (var output = process.inputReader()) {
            answers(output);
            var tasks = Path.of("/proc", Long.toString(process.pid()), "task");
            try (var threads = Files.list(tasks)) {
                // Some threads of the virtual machine come and go.
                assertThat(threads.filter(Files::exists)
                                .map(SelfConfinementTest::status)
                                .filter(status -> !status.isEmpty()))
                        .hasSizeGreaterThan(5)
                        .allSatisfy(status -> assertThat(status).contains("NoNewPrivs:\t1", "Seccomp:\t2"));
            }
        }
    }

    private static List<String> status(Path thread) {
        try {
            return Files.readAllLines(thread.resolve("status"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of();
        }
    }

    @Test
    void a_launcher_process_still_has_files_and_processes_and_no_network() throws IOException {
        try (var output = start("ALL-UNNAMED", "LAUNCHER").inputReader()) {
            assertThat(answers(output))
                    .containsEntry("file in a newer thread", "opened")
                    .containsEntry("ptrace", "-1")
                    .containsEntry("socket", "-13")
                    .containsEntry("core", "0");
        }
    }

    @Test
    void without_native_access_it_says_what_is_missing() throws IOException {
        try (var output = start("java.base", "ENCLAVE").inputReader()) {
            assertThat(answers(output).get("failed"))
                    .contains("without native access")
                    .contains("--enable-native-access=ALL-UNNAMED");
        }
    }
}
