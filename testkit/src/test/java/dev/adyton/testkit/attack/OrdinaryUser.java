package dev.adyton.testkit.attack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Starts programs as a user without privileges: this one or, where that is root, nobody. */
final class OrdinaryUser {
    /** Nobody: the highest 16 bit number, which has no files. */
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--");

    private final Path directory;
    private final boolean root;
    private final String classPath;

    private OrdinaryUser(Path directory, boolean root, String classPath) {
        this.directory = directory;
        this.root = root;
        this.classPath = classPath;
    }

    /** With all that it needs in this empty directory; aborts the test where there is no such user. */
    static OrdinaryUser in(Path directory) throws IOException {
        var own = System.getProperty("java.class.path");
        if (!"root".equals(System.getProperty("user.name"))) {
            return new OrdinaryUser(directory, false, own);
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        // The jars are in the home directory of root, where nobody else can read them.
        var user = new OrdinaryUser(directory, true, copied(own, directory));
        user.assumeJava();
        return user;
    }

    /** Belongs to the user, or may be written to by it. */
    Path directory() {
        return directory;
    }

    /** A Java program of this test's class path. */
    ProcessBuilder java(Class<?> main, String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                main.getName()));
        command.addAll(List.of(arguments));
        return program(command);
    }

    ProcessBuilder program(List<String> command) {
        var all = new ArrayList<String>();
        if (root) {
            all.addAll(AS_NOBODY);
        }
        all.addAll(command);
        var builder = new ProcessBuilder(all).directory(directory.toFile());
        if (root) {
            var environment = builder.environment();
            environment.keySet().removeIf(name -> name.startsWith("XDG_"));
            environment.put("HOME", directory.toString());
        }
        return builder;
    }

    private void assumeJava() throws IOException {
        try {
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var process = program(List.of(java, "-version"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var code = process.onExit().join().exitValue();
            Assumptions.assumeTrue(code == 0, "root cannot start Java as another user here, exit code " + code);
        } catch (IOException absent) {
            Assumptions.abort("root cannot become another user here: " + absent.getMessage());
        }
    }

    /** Each place in a directory of its own, since the names of jars are names of modules. */
    private static String copied(String classPath, Path directory) throws IOException {
        var copies = new ArrayList<String>();
        for (var place : classPath.split(File.pathSeparator, -1)) {
            var from = Path.of(place);
            if (Files.exists(from)) {
                var to = Files.createDirectory(directory.resolve("place" + copies.size()))
                        .resolve(from.getFileName());
                copy(from, to);
                copies.add(to.toString());
            }
        }
        return String.join(File.pathSeparator, copies);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            all.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
