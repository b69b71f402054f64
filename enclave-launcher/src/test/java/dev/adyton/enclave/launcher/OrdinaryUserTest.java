package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.enclave.api.TrustedApplication;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A launcher of a user without any rights, when these tests run as root; otherwise all the others show the same. */
@Timeout(60)
class OrdinaryUserTest {
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final String NOBODY = "65534";
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    Path directory;

    /** The smallest application. */
    public static final class Application implements TrustedApplication {}

    /** Launches the image and says how confined the enclave is. */
    static final class Launching {
        static void main(String[] arguments) throws Exception {
            var directory = Path.of(arguments[0]);
            var options =
                    LauncherOptions.defaults().withDirectory(directory).withSimulatedRoot(directory.resolve("root"));
            launch(options, Path.of(arguments[1]));
            launch(options.withStrongest(Confinement.NAMESPACES), Path.of(arguments[1]));
        }

        private static void launch(LauncherOptions options, Path image) throws Exception {
            try (var launcher = new LocalLauncher(options)) {
                var enclave = launcher.launch("modest", image);
                System.out.println("confinement " + enclave.confinement().label());
                enclave.close();
                System.out.println(enclave.ended()
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS)
                        .reason());
            }
        }
    }

    @BeforeEach
    void as_root() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "this user is an ordinary one");
        assumeTrue(Files.isExecutable(SETPRIV), "there is no " + SETPRIV + " to become another user with");
        int found = new ProcessBuilder(asNobody("test", "-x", JAVA)).start().waitFor();
        assumeTrue(found == 0, "only this user can run " + JAVA);
    }

    @Test
    void other_processes_of_the_user_are_kept_out_unless_namespaces_are_asked_for() throws Exception {
        var layers = SandboxLayers.ofThisMachine();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        var work = Files.createDirectory(directory.resolve("work"));
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxrwxrwx"));
        var image = Files.write(
                directory.resolve("image"),
                TestImages.ofApplication(Application.class).bytes());
        var command = asNobody(
                JAVA,
                "-XX:-UsePerfData",
                "-cp",
                readableClassPath(),
                Launching.class.getName(),
                work.toString(),
                image.toString());

        var process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> words;
        try (var output = process.inputReader()) {
            words = output.readAllLines();
        }

        assertThat(process.waitFor()).isZero();
        assertThat(words)
                .containsExactly(
                        "confinement " + layers.strongest(Confinement.SECCOMP).label(),
                        "ended by its launcher",
                        "confinement "
                                + layers.strongest(Confinement.NAMESPACES).label(),
                        "ended by its launcher");
        Leftovers.assertNoDirectory(work);
    }

    private static List<String> asNobody(String... command) {
        var whole = new ArrayList<>(
                List.of(SETPRIV.toString(), "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        whole.addAll(List.of(command));
        return whole;
    }

    /** The class path of this test, copied to where everybody may read it. */
    private String readableClassPath() throws IOException {
        var copies = Files.createDirectory(directory.resolve("jars"));
        var elements = new ArrayList<String>();
        for (var element : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            var path = Path.of(element);
            if (Files.exists(path)) {
                // The name of a jar may be that of its module.
                var copy = Files.createDirectory(copies.resolve(Integer.toString(elements.size())))
                        .resolve(path.getFileName());
                copy(path, copy);
                elements.add(copy.toString());
            }
        }
        return String.join(File.pathSeparator, elements);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
