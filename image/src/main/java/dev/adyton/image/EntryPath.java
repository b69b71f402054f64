package dev.adyton.image;

import java.util.Optional;

/** Which paths and jar names an image may carry. Each method says what is wrong, or nothing. */
final class EntryPath {
    private static final String JAR_SUFFIX = ".jar";

    private EntryPath() {}

    /**
     * What makes this path unfit for any entry. Nothing is ever unpacked to a file system by this library, but others' tools do, so
     * a path that is dangerous anywhere is refused here.
     */
    static Optional<String> problem(String path) {
        if (path.isEmpty()) {
            return Optional.of("path is empty");
        }
        if (path.length() > EnclaveImage.MAX_PATH_BYTES) {
            return Optional.of("path has " + path.length() + " bytes, allowed are " + EnclaveImage.MAX_PATH_BYTES);
        }
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c < 0x20 || c == 0x7f) {
                return Optional.of("path has the control character 0x%02x at %d".formatted((int) c, i));
            }
            if (c > 0x7f) {
                return Optional.of("path has the byte 0x%02x at %d, only ASCII is allowed".formatted((int) c, i));
            }
        }
        if (path.indexOf('\\') >= 0) {
            return Optional.of("path has a backslash");
        }
        if (path.startsWith("/")) {
            return Optional.of("path is absolute");
        }
        if (path.indexOf(':') >= 0) {
            return Optional.of("path has a colon, which names a drive on some systems");
        }
        return segmentProblem(path);
    }

    private static Optional<String> segmentProblem(String path) {
        for (var segment : path.split("/", -1)) {
            if (segment.equals("..") || segment.equals(".")) {
                return Optional.of("path traverses directories with '" + segment + "'");
            }
            if (segment.isEmpty()) {
                return Optional.of(path.endsWith("/") ? "is a directory, only files are allowed" : "path has '//'");
            }
        }
        return Optional.empty();
    }

    /** What makes this name unfit for a jar. */
    static Optional<String> jarNameProblem(String name) {
        int longest = EnclaveImage.MAX_PATH_BYTES - EnclaveImage.JAR_DIRECTORY.length();
        if (name.length() <= JAR_SUFFIX.length() || name.length() > longest) {
            return Optional.of("name of a jar has %d characters, allowed are %d to %d"
                    .formatted(name.length(), JAR_SUFFIX.length() + 1, longest));
        }
        if (!name.endsWith(JAR_SUFFIX)) {
            return Optional.of("name of a jar must end in " + JAR_SUFFIX);
        }
        if (!isLetterOrDigit(name.charAt(0))) {
            return Optional.of("name of a jar must start with a letter or digit, found '" + name.charAt(0) + "'");
        }
        return name.chars()
                .filter(c -> !isLetterOrDigit((char) c) && "._+-".indexOf(c) < 0)
                .mapToObj(
                        c -> "name of a jar has '%c' (0x%02x), allowed are letters, digits and . _ + -".formatted(c, c))
                .findFirst();
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
