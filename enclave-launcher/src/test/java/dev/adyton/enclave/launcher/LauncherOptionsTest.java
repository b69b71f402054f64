package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
                Confinement.NAMESPACES,
                Confinement.SECCOMP,
                2,
                Optional.of(Path.of("/aot")),
                PlatformChoice.AUTO);
        assertThat(FakeEnclaves.options(Path.of("/elsewhere"))
                        .withJavaHome(options.javaHome())
                        .withEnclaveClassPath(options.enclaveClassPath())
                        .withBootTimeout(options.bootTimeout())
                        .withDirectory(options.directory())
                        .withSimulatedRoot(options.simulatedRoot())
                        .withStrongest(options.strongest())
                        .withRequired(options.required())
                        .withWarm(options.warm())
                        .withAotCache(options.aotCache())
                        .withPlatform(options.platform()))
                .isEqualTo(options);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/aot"})
    void a_launcher_process_is_told_all_of_them(String aotCache) {
        var options = FakeEnclaves.options(directory)
                .withRequired(Confinement.SECCOMP)
                .withWarm(3)
                .withAotCache(
                        Optional.of(aotCache).filter(path -> !path.isEmpty()).map(Path::of));
        var settings = new LauncherMain.Settings(directory, options, directory, "test.Main");
        assertThat(LauncherMain.Settings.parse(settings.arguments())).isEqualTo(settings);
    }

    @Test
    void what_is_required_is_never_more_than_what_is_tried() {
        var options = FakeEnclaves.options(directory).withRequired(Confinement.SECCOMP);
        assertThat(options.strongest()).isEqualTo(Confinement.SECCOMP);
        assertThat(options.withStrongest(Confinement.PROCESS).required()).isEqualTo(Confinement.PROCESS);
        assertThat(options.withStrongest(Confinement.NAMESPACES).required()).isEqualTo(Confinement.SECCOMP);
    }

    @Test
    void a_launcher_cannot_be_asked_for_less_than_a_process() {
        var options = FakeEnclaves.options(directory);
        assertThatThrownBy(() -> options.withRequired(Confinement.IN_PROCESS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("found required in-process and strongest process");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65})
    void warm_processes_are_bounded(int warm) {
        var options = FakeEnclaves.options(directory);
        assertThatThrownBy(() -> options.withWarm(warm))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Warm processes are 0 to 64, found " + warm);
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
        assertThatThrownBy(() -> LauncherProcess.start(options, directory))
                .hasMessageStartingWith("There is no Java runtime in " + directory);
        assertThat(directory).isEmptyDirectory();
    }
}
