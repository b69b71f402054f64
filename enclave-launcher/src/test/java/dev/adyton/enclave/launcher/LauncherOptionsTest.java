package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherOptionsTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void a_boot_timeout_must_be_more_than_zero(String timeout) {
        var options = FakeEnclaves.options(directory);
        assertThatThrownBy(() -> options.withBootTimeout(Duration.parse(timeout)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The boot timeout must be more than zero, found " + timeout);
    }

    @Test
    void each_option_can_be_changed_alone() {
        var options = new LauncherOptions(
                Path.of("/java"),
                List.of(Path.of("/a.jar")),
                Duration.ofSeconds(1),
                directory,
                directory.resolve("root"),
                PlatformChoice.AUTO);
        assertThat(FakeEnclaves.options(Path.of("/elsewhere"))
                        .withJavaHome(options.javaHome())
                        .withEnclaveClassPath(options.enclaveClassPath())
                        .withBootTimeout(options.bootTimeout())
                        .withDirectory(options.directory())
                        .withSimulatedRoot(options.simulatedRoot())
                        .withPlatform(options.platform()))
                .isEqualTo(options);
    }

    @Test
    void a_java_home_without_java_is_refused_and_nothing_is_left() {
        var options = FakeEnclaves.options(directory).withJavaHome(directory);
        try (var launcher = new LocalLauncher(options)) {
            var failure =
                    catchThrowableOfType(LaunchException.class, () -> launcher.launch("fake", TestImages.image()));
            assertThat(failure).hasMessageStartingWith("There is no Java runtime in " + directory);
            assertThat(failure.code()).isEqualTo(LaunchException.Code.FAILED_PRECONDITION);
        }
        assertThatThrownBy(() -> LauncherProcess.start(options))
                .hasMessageStartingWith("There is no Java runtime in " + directory);
        assertThat(directory).isEmptyDirectory();
    }
}
