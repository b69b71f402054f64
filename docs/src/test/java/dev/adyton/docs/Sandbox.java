package dev.adyton.docs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Private directories for the commands of one test, and all processes that it started. Closing it ends what is left of them. */
final class Sandbox implements AutoCloseable {
    private final Path directory;
    private final List<Running> started = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();

    /** Makes directories of its own below {@code directory}, for nobody but the user. */
    Sandbox(Path directory) throws IOException {
        this.directory = directory;
        for (var name : List.of("run", "cache", "tmp", "home")) {
            Files.createDirectory(
                    directory.resolve(name),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        environment.put("ADYTON_BUILD", "never");
        environment.put("HOME", directory.resolve("home").toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("XDG_RUNTIME_DIR", directory.resolve("run").toString());
        environment.put("XDG_CACHE_HOME", cache().toString());
        environment.put("XDG_DATA_HOME", directory.resolve("data").toString());
        environment.put("ADYTON_JAVA_OPTS", "-Djava.io.tmpdir=" + directory.resolve("tmp"));
    }

    /** The user's directory of caches. */
    Path cache() {
        return directory.resolve("cache");
    }

    /** Sets a variable for what is started from now on. */
    void set(String variable, String value) {
        environment.put(variable, value);
    }

    /** Starts a program in the top directory of the checkout. */
    Running start(String... command) throws IOException {
        return startIn(Checkout.ROOT, command);
    }

    /** Starts a program in a directory. */
    Running startIn(Path workingDirectory, String... command) throws IOException {
        var builder = new ProcessBuilder(command).directory(workingDirectory.toFile());
        builder.environment().putAll(environment);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        var running = Running.start(builder);
        started.add(running);
        return running;
    }

    /** Runs the command of the checkout to its end. */
    Done adyton(String... args) throws IOException, InterruptedException {
        return startAdyton(args).await();
    }

    /** Starts the command of the checkout. */
    Running startAdyton(String... args) throws IOException {
        return start(Stream.concat(Stream.of(Checkout.ROOT.resolve("adyton").toString()), Stream.of(args))
                .toArray(String[]::new));
    }

    /** What the commands have left in their directories; the image cache and the home directory are not counted, what is there stays on purpose. */
    List<Path> leftFiles() throws IOException {
        try (var run = Files.walk(directory.resolve("run"));
                var tmp = Files.walk(directory.resolve("tmp"))) {
            return Stream.concat(run, tmp)
                    .filter(path -> !path.equals(directory.resolve("run")) && !path.equals(directory.resolve("tmp")))
                    .toList();
        }
    }

    /** The processes of this checkout's built command, and those that it started. */
    static List<ProcessHandle> processes() {
        var dist = Checkout.dist().toString();
        return ProcessHandle.allProcesses()
                .filter(process -> !process.equals(ProcessHandle.current()))
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(dist))
                        .isPresent())
                .toList();
    }

    /** A port that was free a moment ago. */
    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        for (var running : started) {
            running.kill();
        }
    }
}
