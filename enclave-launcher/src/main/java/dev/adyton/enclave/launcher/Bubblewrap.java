package dev.adyton.enclave.launcher;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts a Java program into namespaces of its own by means of bubblewrap (bwrap(1)). It sees a file system in memory that holds the Java runtime, the
 * libraries that this needs, the program's jars, four devices, all of them read-only, and one directory that it may write to. It has no network but a loopback
 * of its own, no processes beside itself, no host name, no capabilities, no {@code /proc}. It dies with the thread that started it.
 *
 * @param program bubblewrap itself
 */
record Bubblewrap(Path program) {
    /** The environment is not asked: whoever may set it could name another program. */
    private static final List<Path> PLACES =
            List.of(Path.of("/usr/bin/bwrap"), Path.of("/bin/bwrap"), Path.of("/usr/local/bin/bwrap"));

    private static final List<String> DEVICES = List.of("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom");
    private static final Duration TRIAL_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_WORDS = 300;

    /** Looks for it and tries it with a Java runtime. */
    static Trial tryOut(Path javaHome) {
        return tryOut(PLACES, javaHome);
    }

    static Trial tryOut(List<Path> places, Path javaHome) {
        return places.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> new Bubblewrap(program).tried(javaHome))
                .orElseGet(() -> new Missing("bubblewrap is not installed (package bubblewrap): there is no "
                        + places.stream().map(Path::toString).collect(Collectors.joining(" or "))));
    }

    /** Whether programs can be started through it on this machine. */
    sealed interface Trial {}

    /** They can. */
    record Works(Bubblewrap bubblewrap) implements Trial {}

    /** They cannot. */
    record Missing(String why) implements Trial {}

    private Trial tried(Path javaHome) {
        var java = javaHome.toAbsolutePath().resolve("bin").resolve("java").toString();
        try {
            var process = new ProcessBuilder(command(
                            List.of(java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "--version"),
                            new View(javaHome, List.of(), List.of())))
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .start();
            var watchdog = Watchdog.after(TRIAL_TIMEOUT, process::destroyForcibly);
            try (watchdog;
                    var output = process.getInputStream()) {
                var words = new String(output.readNBytes(MAX_WORDS), StandardCharsets.UTF_8);
                output.transferTo(OutputStream.nullOutputStream());
                int exitCode = process.waitFor();
                return exitCode == 0 ? new Works(this) : new Missing(why(exitCode, words));
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return new Missing(program + " cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Missing("interrupted while " + program + " was tried");
        }
    }

    private String why(int exitCode, String words) {
        return program + " does not work here (exit " + exitCode + "): "
                + LogLine.clean(words.lines().collect(Collectors.joining(" | ")))
                + "; it needs user namespaces, which a system may forbid (sysctl kernel.unprivileged_userns_clone,"
                + " user.max_user_namespaces, AppArmor) and a container often does";
    }

    /**
     * What a program sees of the file system.
     *
     * @param javaHome its Java runtime
     * @param readable files and directories that it may read as well
     * @param writable directories that it may also write to; the first one is its working directory
     */
    record View(Path javaHome, List<Path> readable, List<Path> writable) {}

    /** The command that runs this one with that view. */
    List<String> command(List<String> command, View view) {
        var libraries = SystemLibraries.files();
        var wrapped = new ArrayList<String>();
        wrapped.add(program.toString());
        wrapped.addAll(List.of(
                "--unshare-user",
                "--unshare-ipc",
                "--unshare-pid",
                "--unshare-net",
                "--unshare-uts",
                "--unshare-cgroup",
                // Nobody's ids, so that even the user database tells nothing; outside it stays the user who started it.
                "--uid",
                "65534",
                "--gid",
                "65534",
                "--hostname",
                "enclave",
                "--cap-drop",
                "ALL",
                "--die-with-parent",
                // No terminal whose input could be faked.
                "--new-session",
                // No process of bubblewrap's stays inside.
                "--as-pid-1",
                "--clearenv",
                "--setenv",
                "LD_LIBRARY_PATH",
                libraryPath(view.javaHome(), libraries)));
        readable(view, libraries).forEach(path -> bind(wrapped, "--ro-bind", path.toString()));
        DEVICES.forEach(device -> bind(wrapped, "--dev-bind", device));
        view.writable().forEach(path -> bind(wrapped, "--bind", path.toString()));
        // The directories above what is bound are in memory; nothing may be made in them.
        wrapped.addAll(List.of("--remount-ro", "/", "--chdir"));
        wrapped.add(view.writable().isEmpty() ? "/" : view.writable().getFirst().toString());
        wrapped.add("--");
        wrapped.addAll(command);
        return wrapped;
    }

    private static void bind(List<String> command, String option, String path) {
        command.addAll(List.of(option, path, path));
    }

    private static SequencedSet<Path> readable(View view, List<Path> libraries) {
        var paths = new LinkedHashSet<Path>();
        paths.add(view.javaHome().toAbsolutePath());
        paths.addAll(linkedConfiguration(view.javaHome().toAbsolutePath()));
        paths.addAll(libraries);
        paths.addAll(view.readable());
        return paths;
    }

    /** Without {@code /proc} the linker does not know where a program is, so nothing is found relative to it. */
    private static String libraryPath(Path javaHome, List<Path> libraries) {
        return Stream.concat(
                        // Not lib/server as well: java would start itself anew, without it in its environment.
                        Stream.of(javaHome.toAbsolutePath().resolve("lib")),
                        SystemLibraries.directories(libraries).stream())
                .map(Path::toString)
                .collect(Collectors.joining(":"));
    }

    /** What distributions keep outside of a Java runtime and link to from it: configuration and certificates. */
    private static List<Path> linkedConfiguration(Path javaHome) {
        var found = new ArrayList<Path>();
        for (var part : List.of("conf", "lib", "lib/security", "conf/security")) {
            var directory = javaHome.resolve(part);
            try (var files = Files.newDirectoryStream(directory, Files::isSymbolicLink)) {
                for (var link : files) {
                    addTarget(link, javaHome, found);
                }
            } catch (IOException e) {
                // A runtime without that part has nothing there that could be linked.
            }
        }
        return found;
    }

    private static void addTarget(Path link, Path javaHome, List<Path> found) throws IOException {
        if (Files.exists(link)) {
            var target = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
            if (!target.startsWith(javaHome)) {
                found.add(target);
            }
        }
    }
}
