package dev.adyton.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs a directory of classes. The same files give the same bytes: sorted, without times. */
final class DirectoryJar {
    /** The earliest time that a ZIP entry can have; local, so that it is written alike in every time zone. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private DirectoryJar() {}

    static byte[] of(Path directory) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var jar = new ZipOutputStream(bytes)) {
            for (var file : sorted(directory).entrySet()) {
                var entry = new ZipEntry(file.getKey());
                entry.setTimeLocal(NO_TIME);
                jar.putNextEntry(entry);
                Files.copy(file.getValue(), jar);
                jar.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static Map<String, Path> sorted(Path directory) throws IOException {
        List<Path> files;
        try (var tree = Files.walk(directory)) {
            files = tree.filter(Files::isRegularFile).toList();
        }
        var sorted = new TreeMap<String, Path>();
        for (var file : files) {
            sorted.put(directory.relativize(file).toString().replace('\\', '/'), file);
        }
        return sorted;
    }
}
