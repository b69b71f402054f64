package dev.adyton.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The checkout that these tests belong to. */
final class Checkout {
    /** Its top directory. */
    static final Path ROOT = find();

    private Checkout() {}

    private static Path find() {
        for (var up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            if (Files.isRegularFile(up.resolve("adyton")) && Files.isRegularFile(up.resolve("pom.xml"))) {
                return up;
            }
        }
        throw new IllegalStateException("no checkout above " + Path.of("").toAbsolutePath());
    }

    /** The built command. */
    static Path dist() {
        return ROOT.resolve("cli/target/dist");
    }

    /** A file's text. */
    static String read(String path) {
        return read(ROOT.resolve(path));
    }

    /** A file's text. */
    static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files that belong to the project, relative to the top: no build results, nothing hidden but the project's own. */
    static List<Path> files() {
        try (var walk = Files.walk(ROOT)) {
            return walk.filter(Files::isRegularFile)
                    .map(ROOT::relativize)
                    .filter(Checkout::ours)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean ours(Path file) {
        return Stream.of(".git", "target", ".idea", ".vscode", ".cifuzz-corpus")
                .noneMatch(name ->
                        Stream.iterate(file, f -> f != null, Path::getParent).anyMatch(part -> part.endsWith(name)));
    }

    /** The Markdown files, relative to the top. */
    static List<Path> documents() {
        return files().stream().filter(file -> file.toString().endsWith(".md")).toList();
    }

    /** The folders of the modules, as the root pom lists them. */
    static List<String> modules() {
        return Pattern.compile("<module>([^<]+)</module>")
                .matcher(read("pom.xml"))
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
