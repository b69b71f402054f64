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
            "-Xshare:auto",
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
        long limitBytes = manifest.getMemoryLimitBytes();
        return command(
                options.javaHome(),
                List.of(
                        "-Xmx" + limitBytes,
                        "-XX:MaxDirectMemorySize=" + limitBytes,
                        // Protobuf still reaches for Unsafe; a warning of it would be each enclave's first log line.
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Djava.io.tmpdir=" + temporary),
                options.enclaveClassPath(),
                mainClass);
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
                        // Devices of trusted hardware are reached by the C library.
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"),
                classPath,
                mainClass);
        command.addAll(arguments);
        return command;
    }

    private static List<String> command(Path javaHome, List<String> limits, List<Path> classPath, String mainClass)
            throws LaunchException {
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
        command.add("-cp");
        command.add(classPath.stream()
                .map(path -> path.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator)));
        command.add(mainClass);
        return command;
    }
}
