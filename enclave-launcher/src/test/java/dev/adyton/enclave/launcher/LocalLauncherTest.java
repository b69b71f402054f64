package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.adyton.attestation.simulated.SimulatedRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class LocalLauncherTest extends LauncherContractTest {
    @Override
    LocalLauncher start(LauncherOptions options, String mainClass) {
        return new LocalLauncher(options, mainClass, EnclaveLog.toLogger());
    }

    @Test
    void its_simulated_root_is_the_one_of_the_directory_of_its_options() throws Exception {
        try (var launcher = start(options(), FakeEnclaveMain.class.getName())) {
            assertThat(launcher.simulatedRoot())
                    .isEqualTo(SimulatedRoot.in(options().simulatedRoot()).fingerprint());
        }
    }

    @Test
    void an_interrupted_launch_spoils_nothing_for_later_ones_and_the_interrupt_stays() throws Exception {
        try (var launcher = start(options(), FakeEnclaveMain.class.getName())) {
            Thread.currentThread().interrupt();
            var enclave = launcher.launch("fake", TestImages.image());

            assertThat(Thread.interrupted()).isTrue();
            assertThat(DirectoryLock.file(enclave.recordSocket().getParent())).exists();
            assertThat(launcher.simulatedRoot())
                    .isEqualTo(SimulatedRoot.in(options().simulatedRoot()).fingerprint());
        }
    }

    @Test
    void closing_waits_for_a_launch_that_is_under_way() throws Exception {
        var underWay = new CountDownLatch(1);
        var closing = new CountDownLatch(1);
        var launcher = new LocalLauncher(
                options(),
                FakeEnclaveMain.class.getName(),
                EnclaveLog.toLogger(),
                () -> {
                    underWay.countDown();
                    await(closing);
                    return SandboxLayers.ofThisMachine();
                },
                SimulatedPlatform.in(options().simulatedRoot()),
                Outside.SAME_THREAD);
        var launch = new FutureTask<>(() ->
                catchThrowable(() -> launcher.launch("fake", TestImages.image()).close()));
        Thread.ofPlatform().start(launch);
        await(underWay);
        var close = Thread.ofPlatform().start(launcher::close);
        while (close.getState() != Thread.State.WAITING && close.isAlive()) {
            Thread.onSpinWait();
        }

        assertThat(close.isAlive()).as("waits").isTrue();
        closing.countDown();
        close.join();
        assertThat(ProcessHandle.current().children()).isEmpty();
        assertThat(launch.get()).hasMessage("Enclave fake was not started: its launcher is closed");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts this thread", e);
        }
    }

    @Test
    void enclaves_leave_no_descriptor_open_however_they_end() throws Exception {
        try (var launcher = start(options(), FakeEnclaveMain.class.getName())) {
            // The first round opens what the JVM itself keeps open: jars, pollers of virtual threads.
            endInAllWays(launcher);
            long before = descriptors();
            endInAllWays(launcher);
            assertThat(descriptors()).isLessThanOrEqualTo(before);
        }
    }

    private void endInAllWays(Launcher launcher) throws Exception {
        var image = TestImages.file(directory);
        launcher.launch("fake", image).close();
        var dead = launcher.launch("fake", image);
        ProcessHandle.of(dead.pid()).orElseThrow().destroyForcibly();
        end(dead);
        for (var name : List.of("refuses-early", "babbles", "dies", "ready-early")) {
            assertThat(catchThrowable(() -> launcher.launch(name, image))).isInstanceOf(LaunchException.class);
        }
    }

    private static long descriptors() throws IOException {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(Files::exists).count();
        }
    }

    /** So that what the launcher process is refused says something. */
    @Test
    void what_it_starts_unconfined_has_a_network() throws Exception {
        try (var launcher = start(options(), FakeEnclaveMain.class.getName())) {
            assertThat(socketsInside(launcher))
                    .contains("TCP opened; UDP opened; TCP over IPv4 opened; UDP over IPv4 opened; Unix opened");
        }
    }

    @Test
    void letters_of_all_languages_may_be_in_the_paths() throws Exception {
        assumeTrue(
                System.getProperty("sun.jnu.encoding").equals("UTF-8"),
                "this JVM's locale has no UTF-8 file names, so it cannot name the directory");
        var options = options().withDirectory(Files.createDirectory(directory.resolve("jür gen")));
        try (var launcher = start(options, FakeEnclaveMain.class.getName());
                var enclave = launcher.launch("fake", TestImages.file(directory))) {
            assertThat(connect(enclave)).contains("directory " + options.directory(), "environment {LC_ALL=C.UTF-8}");
        }
    }
}
