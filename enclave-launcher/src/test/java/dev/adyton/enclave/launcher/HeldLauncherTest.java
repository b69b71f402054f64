package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.confinement.SelfConfinement;
import dev.adyton.confinement.Support;
import dev.adyton.enclave.api.TrustedApplication;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The files of a launcher process, which launches enclaves with the real runtime. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class HeldLauncherTest {
    /** The smallest application. */
    public static final class Application implements TrustedApplication {}

    @TempDir
    Path directory;

    /** What else a launcher is told of. */
    @TempDir
    Path told;

    private final List<String> log = new ArrayList<>();
    private Path home;
    private Path image;

    @BeforeEach
    void files() throws IOException {
        if (SelfConfinement.support() instanceof Support.Unavailable(var reason)) {
            assumeTrue(false, reason);
        }
        home = Files.createTempDirectory(Path.of(System.getProperty("user.home")), "adyton-test-");
        Files.writeString(home.resolve("secret"), "of the user");
        image = Files.write(
                told.resolve("test.enclave"),
                TestImages.ofApplication(Application.class).bytes());
    }

    @AfterEach
    void nothing_is_left() throws IOException {
        new PrivateDirectory(home).delete();
        Leftovers.assertNone(directory);
        if (Files.exists(told.resolve("simulated/running"))) {
            assertThat(told.resolve("simulated/running")).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SECCOMP", "NAMESPACES"})
    void it_does_its_work_and_has_no_other_files_in_any_thread(Confinement level) throws Exception {
        var machine = SandboxLayers.ofThisMachine();
        assumeTrue(machine.strongest(level) == level, () -> machine.missing(level));

        var words = run("", options().withRequired(level).withStrongest(level));

        // This JVM has not the native access that it takes to ask.
        assumeTrue(words.getFirst().equals("landlock Available[]"), words::getFirst);
        assertThat(words)
                .containsExactly(
                        "landlock Available[]",
                        "published true",
                        "confinement " + level.label(),
                        "confinement " + level.label(),
                        "unbounded " + unbounded(),
                        "[list false, read false, start false, write false]");
        assertThat(log).noneMatch(line -> line.contains("WARNING"));
        assertThat(told.resolve("caches/aot")).isDirectoryContaining("glob:**.aot");
        assertThat(home).isDirectoryContaining("glob:**/secret").isDirectoryNotContaining("glob:**/new");
    }

    @Test
    void without_landlock_it_works_and_says_what_it_has_kept() throws Exception {
        var words = run("this kernel has none", options());

        assertThat(words).contains("published true").endsWith("[list true, read true, start true, write true]");
        assertThat(log)
                .containsOnlyOnce("INFO: This launcher process keeps its user's rights on files: this kernel has none");
    }

    private static String unbounded() {
        try (var groups = ControlGroups.ofThisProcess()) {
            return groups.problems().keySet().toString();
        }
    }

    /** What it says until a cache is made; then it is ended. */
    private List<String> run(String withoutLandlock, LauncherOptions options) throws Exception {
        var process = start(withoutLandlock, options);
        try (var output = process.inputReader();
                var errors = process.errorReader()) {
            for (var line = errors.readLine(); line != null; line = errors.readLine()) {
                log.add(line);
                if (line.contains("Made the ahead-of-time cache")) {
                    process.getOutputStream().close();
                }
            }
            assertThat(process.waitFor()).as("exit code, after %s", log).isZero();
            return output.readAllLines();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(String withoutLandlock, LauncherOptions options) throws Exception {
        var settings = new LauncherMain.Settings(directory, options, told, LocalLauncher.ENCLAVE_MAIN);
        var arguments = new ArrayList<>(List.of(withoutLandlock, image.toString(), home.toString()));
        arguments.addAll(settings.arguments());
        var classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .toList();
        var command = JvmCommand.launcher(options.javaHome(), classPath, HeldLauncherMain.class.getName(), arguments);
        return new ProcessBuilder(command).start();
    }

    private LauncherOptions options() throws IOException {
        return LauncherOptions.defaults()
                .withDirectory(directory)
                .withSimulatedRoot(told.resolve("simulated"))
                .withEnclaveClassPath(RuntimeJars.in(told))
                .withAotCache(Optional.of(told.resolve("caches/aot")));
    }
}
