package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.simulated.RunningRoots;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class LauncherProcessTest extends LauncherContractTest {
    @Override
    Launcher start(LauncherOptions options, String mainClass) throws LaunchException {
        return LauncherProcess.start(options, mainClass);
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
}
