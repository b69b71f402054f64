package dev.adyton.testkit.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.enclave.launcher.LauncherOptions;
import dev.adyton.enclave.launcher.LauncherProcess;
import dev.adyton.testkit.TestImage;
import dev.adyton.testkit.attack.inside.Clinger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No process of an enclave stays behind when its launcher is killed, whatever its code does to stay. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class OutlivingTest {
    @ParameterizedTest
    @EnumSource(Level.class)
    void an_enclave_that_clings_to_life_ends_with_its_launcher(Level level, @TempDir Path directory) throws Exception {
        level.unavailability().ifPresent(reason -> Assumptions.abort(level + " is not to be had: " + reason));
        var image = Files.write(
                directory.resolve("clinger.enclave"),
                TestImage.debug(Clinger.class).bytes());
        // Without the process that makes a cache, in which no code of an image runs.
        var options = LauncherOptions.defaults().withAotCache(Optional.empty());
        try (var launcher = LauncherProcess.start(level.options(options, directory), directory)) {
            launcher.launch("clinger", image);
            var process = ProcessHandle.of(launcher.pid()).orElseThrow();
            var enclave = process.descendants().toList();
            assertThat(enclave).isNotEmpty();
            process.destroyForcibly();
            Soon.becomes("every process is gone", () -> enclave.stream().noneMatch(ProcessHandle::isAlive));
        }
    }
}
