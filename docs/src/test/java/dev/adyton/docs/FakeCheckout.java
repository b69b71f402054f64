package dev.adyton.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The real scripts among a fake project, with a fake JDK whose {@code java} prints its arguments and a fake {@code mvn} that counts its runs,
 * so that nothing but the scripts is tried.
 */
final class FakeCheckout {
    private static final List<String> TOOLS = List.of(
            "sh",
            "awk",
            "cat",
            "chmod",
            "cksum",
            "dirname",
            "find",
            "flock",
            "head",
            "id",
            "kill",
            "ls",
            "mkdir",
            "mv",
            "ps",
            "readlink",
            "rm",
            "sed",
            "sleep",
            "sort",
            "tail",
            "touch",
            "true",
            "grep");

    /** A JVM that is to write a cache counts that and does what {@link #rehearsal} says, as does one that is to have another one written; any other prints its home and its arguments. */
    private static final String JAVA = """
            case " $*" in
            *" -XX:AOTCacheOutput="*)
                echo "$@" >>"$JAVA_HOME/../../rehearsals"
                file=$*
                file=${file#* -XX:AOTCacheOutput=}
                file=${file%% -Xlog*}
                . "$JAVA_HOME/../../rehearsal"
                ;;
            *" dev.adyton.cli.Main prepare")
                echo "$@" >>"$JAVA_HOME/../../preparations"
                exit 1
                ;;
            *)
                echo "home=$JAVA_HOME"
                for arg in "$@"; do echo "[$arg]"; done
                ;;
            esac""";

    private final Path root;
    private final Path bin;

    /** Makes all of it below {@code directory}. */
    FakeCheckout(Path directory) throws IOException {
        root = Files.createDirectory(directory.resolve("check out"));
        bin = Files.createDirectory(directory.resolve("bin"));
        for (var script : List.of("adyton", ".build/jdk.sh", ".build/dist.sh", ".build/aot.sh")) {
            var target = root.resolve(script);
            Files.createDirectories(target.getParent());
            Files.copy(Checkout.ROOT.resolve(script), target, StandardCopyOption.COPY_ATTRIBUTES);
        }
        for (var tool : TOOLS) {
            var found = Stream.of("/usr/bin", "/bin")
                    .map(at -> Path.of(at, tool))
                    .filter(Files::isExecutable)
                    .findFirst();
            if (found.isPresent()) {
                script(bin.resolve(tool), "exec " + found.get() + " \"$@\"");
            }
        }
        write("pom.xml", "<project/>");
        write("cli/src/main/java/Some.java", "class Some {}");
        age();
        maven("true");
        rehearsal("echo classes >\"$file\"");
    }

    /** The top directory; its name has a space in it. */
    Path root() {
        return root;
    }

    /** The user's directory of caches. */
    Path userCache() {
        return root.resolveSibling("caches");
    }

    /** A JDK that says it is of this release. */
    Path jdk(String name, String version) throws IOException {
        var home = Files.createDirectories(root.resolveSibling("jdks").resolve(name));
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/java"), JAVA);
        script(home.resolve("bin/javac"), "echo \"javac " + version + "\"");
        return home;
    }

    /** What {@code mvn} does after it was counted and before it writes the stamp. */
    void maven(String body) throws IOException {
        var mvn = bin.resolve("mvn");
        script(
                mvn,
                "echo \"$@\" >>../maven-runs\n" + body
                        + " || exit\nmkdir -p cli/target/dist/lib\ntouch cli/target/dist/stamp");
    }

    /** What the JVM of a fake JDK does that is to write its cache to {@code $file}. */
    void rehearsal(String body) throws IOException {
        Files.writeString(root.resolveSibling("rehearsal"), body + "\n");
    }

    /** The arguments of each JVM that was to write a cache. */
    List<String> rehearsals() throws IOException {
        return lines("rehearsals");
    }

    /** The arguments of each JVM that was to make the cache of enclave processes, which fails. */
    List<String> preparations() throws IOException {
        return lines("preparations");
    }

    /** Takes a tool off the PATH. */
    void without(String tool) throws IOException {
        Files.delete(bin.resolve(tool));
    }

    /** The arguments of each run of {@code mvn}. */
    List<String> mavenRuns() throws IOException {
        return lines("maven-runs");
    }

    private List<String> lines(String name) throws IOException {
        var file = root.resolveSibling(name);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** Writes a file of the project, now. */
    void write(String path, String text) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Makes all files and directories an hour old. */
    void age() throws IOException {
        age(root);
    }

    /** Makes what is below {@code top} an hour old. */
    static void age(Path top) throws IOException {
        var past = FileTime.from(Instant.now().minusSeconds(3600));
        try (var walk = Files.walk(top)) {
            for (var path : walk.toList()) {
                Files.setLastModifiedTime(path, past);
            }
        }
    }

    /** Starts {@code adyton} there with just these variables. */
    Running start(Map<String, String> environment, String... args) throws IOException {
        var command = Stream.concat(Stream.of(root.resolve("adyton").toString()), Stream.of(args))
                .toList();
        var builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
        builder.environment().clear();
        builder.environment().put("PATH", bin.toString());
        builder.environment().put("ADYTON_JDK_DIRS", "");
        builder.environment().put("XDG_CACHE_HOME", userCache().toString());
        builder.environment().putAll(environment);
        return Running.start(builder);
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
