package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.enclave.api.TrustedApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a launcher leaves that is killed, whose enclave may remove nothing, and what becomes of that. */
@Timeout(120)
class KilledLauncherTest {
    @TempDir
    Path directory;

    private Path image;

    /** The smallest application. */
    public static final class Application implements TrustedApplication {}

    /** A program with a launcher, and the process id and socket of its enclave. */
    private record Program(Process process, long enclave, Path socket) implements AutoCloseable {
        Path home() {
            return socket.resolveSibling(".").normalize();
        }

        void kill() throws Exception {
            process.destroyForcibly().waitFor();
            Leftovers.awaitEnd(enclave);
        }

        /** In order, as when a user ends it. */
        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
            process.destroyForcibly();
        }
    }

    @BeforeEach
    void an_image() throws IOException {
        var machine = SandboxLayers.ofThisMachine();
        assumeTrue(
                machine.strongest(Confinement.SECCOMP) == Confinement.SECCOMP,
                () -> machine.missing(Confinement.SECCOMP));
        image = Files.write(
                directory.resolve("test.enclave"),
                TestImages.ofApplication(Application.class).bytes());
    }

    private Program start() throws IOException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ConfinedLaunchingMain.class.getName(),
                        directory.toString(),
                        image.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var output = process.inputReader();
        var pid = output.readLine();
        assertThat(pid).as("process id of an enclave").isNotNull();
        return new Program(process, Long.parseLong(pid), Path.of(output.readLine()));
    }

    @Test
    void the_next_launcher_removes_what_a_killed_one_left_and_nothing_of_one_that_lives() throws Exception {
        try (var living = start();
                var killed = start()) {
            killed.kill();
            assertThat(killed.socket()).as("what the enclave could not remove").exists();
            try (var next = new LocalLauncher(ConfinedLaunchingMain.options(directory))) {
                next.launch("next", image);
                assertThat(killed.home()).doesNotExist();
                assertThat(living.socket()).exists();
                assertThat(DirectoryLock.file(living.home())).exists();
            }
            assertThat(ProcessHandle.of(living.enclave())).isPresent();
        }
        Leftovers.assertNone(directory);
    }
}
