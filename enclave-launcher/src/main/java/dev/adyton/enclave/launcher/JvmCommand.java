package dev.adyton.enclave.launcher;

import dev.adyton.protocol.ImageManifest;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The command lines of the JVMs that a launcher starts. */
final class JvmCommand {
    /** What every one of them gets. The environment is empty, so nothing else reaches them. */
    private static final List<String> FLAGS = List.of(
            // One collector thread, and the smallest memory beside the heap.
            "-XX:+UseSerialGC",
            // A heap that begins small: by default it begins with a 64th of the machine's memory, all of which is used
            // before anything is collected (after 20,000 calls 138 MiB resident instead of 79 on a machine with 23
            // GiB).
            "-Xms16m",
            // Nothing for others to look into: no /tmp/hsperfdata, no attaching, no dumps of memory in files.
            "-XX:-UsePerfData",
            "-XX:+DisableAttachMechanism",
            "-XX:+SuppressFatalErrorMessage",
            "-XX:-CreateCoredumpOnCrash",
            // After an OutOfMemoryError nothing is certain any more.
            "-XX:+ExitOnOutOfMemoryError",
            // Standard output is for replies; by default the JVM's own warnings go there too.
            "-XX:+DisplayVMOutputToStderr",
            "-Xlog:disable",
            "-Xlog:all=warning:stderr",
            // An empty environment means the POSIX locale, which would turn non-ASCII log lines into question marks.
            "-Dstderr.encoding=UTF-8");

    private JvmCommand() {}

    /** The JVM of one enclave. */
    static List<String> enclave(LauncherOptions options, String mainClass, ImageManifest manifest, Path temporary)
            throws LaunchException {
        var flags = new ArrayList<>(JvmLimits.flags(manifest));
        flags.addAll(List.of(
                // Code of an image stays inside Java: no libraries, no memory by its address, no agents.
                // Protobuf and Guava reach for Unsafe too, and do without.
                "--illegal-native-access=deny",
                "--sun-misc-unsafe-memory-access=deny",
                "-XX:-EnableDynamicAgentLoading",
                // Who runs the machine is nothing to an image.
                "-Duser.name=enclave",
                "-Duser.home=/",
                "-Djava.io.tmpdir=" + temporary));
        return command(options.javaHome(), flags, start(options.enclaveClassPath(), mainClass));
    }

    /** The JVM of a launcher process. */
    static List<String> launcher(Path javaHome, List<Path> classPath, String mainClass, List<String> arguments)
            throws LaunchException {
        var command = command(
                javaHome,
                List.of(
                        // Two images of 512 MiB in the old generation, which has two thirds of it.
                        "-Xmx2304m",
                        // It starts processes and moves a few messages: the second compiler would only cost memory.
                        "-XX:TieredStopAtLevel=1",
                        // For confining itself and for devices of trusted hardware. Nothing but the launcher is on its
                        // class path.
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"),
                start(classPath, mainClass));
        command.addAll(arguments);
        return command;
    }

    /**
     * @param main a class of the class path, or {@code MODULE/CLASS}: then the paths are a module path, whose modules keep from all other code what
     *     they do not export. Code of an image can therefore not reach into the runtime, by reflection neither. It sees the same modules of
     *     the Java platform as code on a class path would.
     */
    private static List<String> start(List<Path> paths, String main) {
        var joined = paths.stream()
                .map(path -> path.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        return main.contains("/")
                ? List.of(
                        "--module-path",
                        joined,
                        "--add-modules",
                        "ALL-DEFAULT",
                        // The module with which a process confines itself calls the system, and no other.
                        "--enable-native-access=dev.adyton.confinement",
                        "--module",
                        main)
                : List.of("-cp", joined, main);
    }

    private static List<String> command(Path javaHome, List<String> limits, List<String> start) throws LaunchException {
        var java = javaHome.toAbsolutePath().resolve("bin").resolve("java");
        if (!Files.isExecutable(java)) {
            throw new LaunchException(
                    LaunchException.Code.FAILED_PRECONDITION,
                    "There is no Java runtime in " + javaHome + ": " + java + " is no program that can be run");
        }
        var command = new ArrayList<String>();
        command.add(java.toString());
        command.addAll(FLAGS);
        command.addAll(limits);
        command.addAll(start);
        return command;
    }
}
