package dev.adyton.enclave.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What an ahead-of-time cache is made of and for: a JVM takes one only with the Java runtime, the jars and the options that it was made with.
 *
 * @param javaHome the Java runtime
 * @param options of the JVM, those that differ from one process to the other left out
 * @param jars in the order in which the JVM has them
 */
record AotSubject(Path javaHome, List<String> options, List<Path> jars) {
    /** Files that say which Java runtime it is. */
    private static final List<String> RUNTIME_TEXT = List.of("release");

    /** Files of it that are large: their size and time have to do. */
    private static final List<String> RUNTIME = List.of("lib/modules", "lib/server/libjvm.so");

    private static final int KEY_BYTES = 16;

    AotSubject {
        options = List.copyOf(options);
        jars = List.copyOf(jars);
    }

    /** Whether the JVM can have a cache for it: it takes none with class folders. */
    boolean suitable() {
        return jars.stream().allMatch(Files::isRegularFile);
    }

    /**
     * What tells it from every other, 32 hex digits. Jars are in it by path, size, time and checksum: a changed jar has another key.
     *
     * @throws IOException when a file cannot be read
     */
    String key() throws IOException {
        var text = new StringBuilder(javaHome.toString()).append('\n');
        options.forEach(option -> text.append(option).append('\n'));
        for (var name : RUNTIME_TEXT) {
            text.append(Files.readString(javaHome.resolve(name)));
        }
        for (var name : RUNTIME) {
            append(text, javaHome.resolve(name)).append('\n');
        }
        for (var jar : jars) {
            append(text, jar).append(' ').append(AotDirectory.checksum(jar)).append('\n');
        }
        return HexFormat.of()
                .formatHex(sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8)), 0, KEY_BYTES);
    }

    private static StringBuilder append(StringBuilder text, Path file) throws IOException {
        return text.append(file)
                .append(' ')
                .append(Files.size(file))
                .append(' ')
                .append(Files.getLastModifiedTime(file));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java runtime has it", e);
        }
    }
}
