package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.adyton.protocol.EnclaveExitCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a program in namespaces of its own sees, with real namespaces; skipped where the machine has none. */
@Timeout(60)
class BubblewrapTest {
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    @TempDir
    Path directory;

    @Test
    void a_program_sees_java_its_jars_four_devices_and_its_directory() throws Exception {
        var lines = lookAround(3);

        assertThat(lines)
                .contains(
                        "pid 1",
                        "environment [LD_LIBRARY_PATH, PWD]",
                        "directory " + directory,
                        "/dev [null, random, urandom, zero]",
                        "/proc absent",
                        "/sys absent",
                        home(),
                        "write " + directory + " allowed");
        assertThat(lines.stream().filter(line -> line.startsWith("network ")))
                .allMatch(line -> line.matches("network \\[(name:lo \\(.*\\))?]"));
        // At most what the Java runtime links to.
        assertThat(lines).noneMatch(line -> line.startsWith("/etc ") && line.contains("passwd"));
        assertThat(lines).doesNotContain("user " + System.getProperty("user.name"));
    }

    /** Nothing of the users' directories but the way to what it is given, if that is there. */
    private String home() {
        var home = Path.of("/home");
        var given = Stream.of(JAVA_HOME, ownClasses(), directory)
                .filter(path -> path.startsWith(home))
                .map(path -> path.getName(1).toString())
                .distinct()
                .sorted()
                .toList();
        return "/home " + (given.isEmpty() ? "absent" : given);
    }

    @Test
    void nothing_else_can_be_written_to() throws Exception {
        assertThat(lookAround(0).stream().filter(line -> line.startsWith("write ")))
                .containsExactly(
                        "write " + directory + " allowed",
                        "write / refused",
                        "write /dev refused",
                        "write " + directory.getParent() + " refused",
                        "write " + JAVA_HOME + " refused",
                        "write " + ownClasses() + " refused");
    }

    @Test
    void its_exit_code_is_the_programs() throws Exception {
        var process = start(bubblewrap(), 77);
        process.getInputStream().readAllBytes();

        assertThat(process.waitFor()).isEqualTo(77);
    }

    @Test
    void an_enclave_whose_launcher_is_gone_leaves_what_it_cannot_remove_to_the_next_launcher() throws Exception {
        var options = LauncherOptions.defaults();
        var own = PrivateDirectory.in(directory);
        var command = JvmCommand.enclave(
                options, LocalLauncher.ENCLAVE_MAIN, EmptyEnclave.Limits.DEFAULT.manifest(), own.path());
        var view = new Bubblewrap.View(JAVA_HOME, options.enclaveClassPath(), List.of(own.path()));
        var process = new ProcessBuilder(bubblewrap().command(command, view))
                .directory(own.path().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();

        process.getOutputStream().close();

        assertThat(process.waitFor()).isEqualTo(EnclaveExitCode.ENCLAVE_EXIT_CODE_LAUNCHER_GONE_VALUE);
        assertThat(DirectoryLock.file(own.path()))
                .as("by which the next one finds it")
                .exists();
        own.delete();
    }

    @Test
    void a_machine_without_it_is_told_which_package_to_install() {
        assertThat(Bubblewrap.tryOut(List.of(directory.resolve("bwrap")), JAVA_HOME))
                .isEqualTo(new Bubblewrap.Missing(
                        "bubblewrap is not installed (package bubblewrap): there is no " + directory.resolve("bwrap")));
    }

    @Test
    void one_that_does_not_work_is_told_with_its_words() throws Exception {
        var broken = script("echo 'bwrap: No permissions to create new namespace'; exit 1");

        assertThat(Bubblewrap.tryOut(List.of(broken), JAVA_HOME))
                .isInstanceOfSatisfying(
                        Bubblewrap.Missing.class,
                        missing -> assertThat(missing.why())
                                .startsWith(broken
                                        + " does not work here (exit 1): bwrap: No permissions to create new namespace;"
                                        + " it needs user namespaces"));
    }

    @Test
    void configuration_that_a_java_runtime_links_to_is_seen_too() throws Exception {
        var elsewhere = Files.createDirectories(directory.resolve("etc/java"));
        var conf = Files.createDirectories(directory.resolve("java/conf"));
        Files.createSymbolicLink(conf.resolve("net.properties"), Files.createFile(elsewhere.resolve("net.properties")));
        Files.createSymbolicLink(conf.resolve("dangling"), elsewhere.resolve("nothing"));
        Files.createSymbolicLink(conf.resolve("inside"), Files.createFile(conf.resolve("file")));

        var command = new Bubblewrap(Path.of("bwrap"))
                .command(List.of("java"), new Bubblewrap.View(directory.resolve("java"), List.of(), List.of()));

        assertThat(command).contains(elsewhere.resolve("net.properties").toString());
        assertThat(command)
                .doesNotContain(
                        elsewhere.resolve("nothing").toString(),
                        conf.resolve("file").toString());
    }

    private List<String> lookAround(int exitCode) throws Exception {
        var process = start(bubblewrap(), exitCode);
        try (var output = process.inputReader()) {
            return output.readAllLines();
        }
    }

    private Process start(Bubblewrap bubblewrap, int exitCode) throws IOException {
        var places = Stream.of(directory, Path.of("/"), Path.of("/dev"), directory.getParent(), JAVA_HOME, ownClasses())
                .map(Path::toString)
                .toList();
        var command = new ArrayList<>(List.of(
                JAVA_HOME.resolve("bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                ownClasses().toString(),
                LookAroundMain.class.getName(),
                Integer.toString(exitCode),
                String.join(File.pathSeparator, places)));
        var view = new Bubblewrap.View(JAVA_HOME, List.of(ownClasses()), List.of(directory));
        return new ProcessBuilder(bubblewrap.command(command, view))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Bubblewrap bubblewrap() {
        var layer = SandboxLayers.ofThisMachine().namespaces();
        assumeTrue(layer.usable(), layer.detail());
        return SandboxLayers.bubblewrap().orElseThrow();
    }

    private static Path ownClasses() {
        return EnclaveClassPath.find(
                        List.of(new EnclaveClassPath.Part("tests", LookAroundMain.class.getName())),
                        BubblewrapTest.class.getClassLoader())
                .getFirst();
    }

    private Path script(String text) throws IOException {
        var script = Files.writeString(directory.resolve("script"), "#!/bin/sh\n" + text + "\n");
        executable(script);
        return script;
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
