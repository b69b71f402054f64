package dev.adyton.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What this process's file descriptors stand for; Linux only, elsewhere nothing is seen. */
final class Descriptors {
    private static final Path OPEN = Path.of("/proc/self/fd");
    private static final String JAVA_HOME = System.getProperty("java.home");

    private Descriptors() {}

    /**
     * How many there are of each. Left out are those that the Java runtime opens once and keeps: its own files, the jars of class loaders, and
     * the sources of random numbers.
     */
    static Map<String, Integer> now() {
        var found = new HashMap<String, Integer>();
        if (!Files.isDirectory(OPEN)) {
            return found;
        }
        try (var descriptors = Files.newDirectoryStream(OPEN)) {
            for (var descriptor : descriptors) {
                var what = target(descriptor);
                if (!ofTheRuntime(what)) {
                    found.merge(what, 1, Integer::sum);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return found;
    }

    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException closedMeanwhile) {
            return "";
        }
    }

    private static boolean ofTheRuntime(String what) {
        return what.isEmpty()
                || what.startsWith(JAVA_HOME)
                || what.endsWith(".jar")
                // As what starts a test's JVM may do with the jar that it made for that.
                || what.endsWith(".jar (deleted)")
                || what.equals("/dev/random")
                || what.equals("/dev/urandom")
                // The stream that reads the list.
                || what.startsWith("/proc/" + ProcessHandle.current().pid() + "/fd");
    }
}
