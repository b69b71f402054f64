package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who dies with whom, when a process is killed and can do nothing more about it. */
@Timeout(120)
class LauncherDeathTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothing_outlives_the_program_that_asked_for_it(boolean ownProcess) throws Exception {
        var image = TestImages.file(directory);
        var program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LaunchingMain.class.getName(),
                        directory.toString(),
                        image.toString(),
                        Boolean.toString(ownProcess))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var output = program.inputReader()) {
            var pids = readPids(output);
            assertThat(pids).hasSize(ownProcess ? 2 : 1);
            program.destroyForcibly();
            for (long pid : pids) {
                Leftovers.awaitEnd(pid);
            }
        } finally {
            program.destroyForcibly().waitFor();
        }
        Leftovers.assertNone(directory);
    }

    private static List<Long> readPids(BufferedReader output) throws Exception {
        var pids = new ArrayList<Long>();
        for (var line = output.readLine(); !"READY".equals(line); line = output.readLine()) {
            pids.add(Long.parseLong(line));
        }
        return pids;
    }

    @Test
    void a_killed_launcher_process_takes_its_enclaves_with_it_and_is_noticed() throws Exception {
        var image = TestImages.file(directory);
        var main = FakeEnclaveMain.class.getName();
        try (var launcher = LauncherProcess.start(FakeEnclaves.options(directory), directory, main)) {
            var enclave = launcher.launch("fake", image);
            ProcessHandle.of(launcher.pid()).orElseThrow().destroyForcibly();
            var exit = enclave.ended().toCompletableFuture().get(20, TimeUnit.SECONDS);
            assertThat(exit.exitCode()).isEqualTo(EnclaveExit.UNKNOWN);
            assertThat(exit.reason()).startsWith("its launcher process ");
            Leftovers.awaitEnd(enclave.pid());
            var failure = catchThrowableOfType(LaunchException.class, () -> launcher.launch("fake", image));
            assertThat(failure.code()).isEqualTo(LaunchException.Code.UNAVAILABLE);
            enclave.close();
        }
        Leftovers.assertNone(directory);
    }
}
