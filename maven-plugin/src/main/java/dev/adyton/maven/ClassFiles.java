package dev.adyton.maven;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Class files by name, from the module's directory of classes and from jars; nothing is loaded. Not thread-safe. */
final class ClassFiles {
    private final Path directory;
    private final List<Path> libraries;
    private final Map<String, Optional<ClassModel>> found = new HashMap<>();

    /**
     * Looks in a directory first, then in libraries.
     *
     * @param directory the module's classes; need not exist
     * @param libraries jars or directories
     */
    ClassFiles(Path directory, List<Path> libraries) {
        this.directory = directory;
        this.libraries = libraries;
    }

    /** The class with an internal name ({@code a/b/C}), if there is one. */
    Optional<ClassModel> find(String internalName) throws IOException {
        var known = found.get(internalName);
        if (known == null) {
            known = read(internalName + ".class");
            found.put(internalName, known);
        }
        return known;
    }

    /** All classes of the directory, sorted by path; those of multi-release versions and descriptors left out. */
    List<ClassModel> ofDirectory() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !directory.relativize(file).startsWith("META-INF"))
                    .filter(file -> !file.endsWith("module-info.class") && !file.endsWith("package-info.class"))
                    .sorted()
                    .map(ClassFiles::parse)
                    .toList();
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Optional<ClassModel> read(String path) throws IOException {
        var own = directory.resolve(path);
        if (Files.isRegularFile(own)) {
            return Optional.of(parse(own));
        }
        for (var library : libraries) {
            if (Files.isDirectory(library)) {
                if (Files.isRegularFile(library.resolve(path))) {
                    return Optional.of(parse(library.resolve(path)));
                }
                continue;
            }
            try (var jar = new ZipFile(library.toFile())) {
                var entry = jar.getEntry(path);
                if (entry != null) {
                    return Optional.of(
                            ClassFile.of().parse(jar.getInputStream(entry).readAllBytes()));
                }
            } catch (ZipException e) {
                throw new IOException(library + " is no jar: " + e.getMessage(), e);
            }
        }
        return Optional.empty();
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException e) {
            throw new UncheckedIOException(new IOException(file + " is no class file: " + e.getMessage(), e));
        }
    }
}
