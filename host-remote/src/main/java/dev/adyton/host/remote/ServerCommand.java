package dev.adyton.host.remote;

import io.grpc.Status;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The command that runs a provision server with what this JVM runs with. */
final class ServerCommand {
    private static final String MAIN = "dev.adyton.relay.ProvisionServerMain";

    private ServerCommand() {}

    /** With these arguments; FAILED_PRECONDITION when the server is not on this JVM's class path or module path. */
    static List<String> command(List<String> arguments) {
        requireRelay();
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath(System.getProperty("java.class.path", ""), System.getProperty("jdk.module.path", "")),
                MAIN));
        command.addAll(arguments);
        return command;
    }

    private static void requireRelay() {
        try {
            Class.forName(MAIN, false, ServerCommand.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw Status.FAILED_PRECONDITION
                    .withDescription("local provisioning: found no " + MAIN
                            + " on the class path, wanted the artifact dev.adyton:adyton-relay")
                    .withCause(e)
                    .asRuntimeException();
        }
    }

    /** All of both paths as one class path, which carries modules as well: nothing in the server needs to be a module. */
    static String classPath(String classPath, String modulePath) {
        Set<String> entries = new LinkedHashSet<>();
        for (var entry : elements(classPath)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        for (var entry : elements(modulePath)) {
            entries.addAll(modules(Path.of(entry).toAbsolutePath()));
        }
        return String.join(File.pathSeparator, entries);
    }

    private static List<String> elements(String path) {
        return path.isEmpty() ? List.of() : List.of(path.split(File.pathSeparator));
    }

    private static List<String> modules(Path entry) {
        if (!Files.isDirectory(entry) || Files.exists(entry.resolve("module-info.class"))) {
            return List.of(entry.toString());
        }
        // A directory of modules: packed ones and unpacked ones.
        var found = new ArrayList<String>();
        try (var children = Files.newDirectoryStream(entry)) {
            children.forEach(child -> found.add(child.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
