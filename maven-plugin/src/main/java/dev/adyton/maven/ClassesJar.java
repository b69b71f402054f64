package dev.adyton.maven;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes a jar of a directory of classes. The same files give the same bytes on every machine: sorted, with one fixed time in no time
 * zone, and not compressed, as different builds of zlib compress differently.
 */
final class ClassesJar {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String VERSIONS = "META-INF/versions/";
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private ClassesJar() {}

    /** The jar of all files below a directory, read now. */
    static byte[] of(Path directory) throws IOException {
        var files = files(directory);
        var out = new ByteArrayOutputStream();
        try (var jar = new ZipOutputStream(out)) {
            // First, where java.util.jar.JarInputStream looks for it.
            var manifest = files.remove(MANIFEST);
            put(jar, MANIFEST, manifest == null ? manifest(files) : Files.readAllBytes(manifest));
            for (var file : files.entrySet()) {
                put(jar, file.getKey(), Files.readAllBytes(file.getValue()));
            }
        }
        return out.toByteArray();
    }

    private static SortedMap<String, Path> files(Path directory) throws IOException {
        var files = new TreeMap<String, Path>();
        try (var walk = Files.walk(directory)) {
            walk.filter(Files::isRegularFile)
                    .forEach(file -> files.put(
                            directory
                                    .relativize(file)
                                    .toString()
                                    .replace(file.getFileSystem().getSeparator(), "/"),
                            file));
        }
        return files;
    }

    private static byte[] manifest(SortedMap<String, Path> files) {
        var text = "Manifest-Version: 1.0\r\n";
        if (!files.subMap(VERSIONS, VERSIONS + Character.MAX_VALUE).isEmpty()) {
            text += "Multi-Release: true\r\n";
        }
        return (text + "\r\n").getBytes(US_ASCII);
    }

    private static void put(ZipOutputStream jar, String path, byte[] content) throws IOException {
        var entry = new ZipEntry(path);
        entry.setMethod(ZipEntry.STORED);
        entry.setTimeLocal(TIME);
        entry.setSize(content.length);
        var crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        jar.putNextEntry(entry);
        jar.write(content);
        jar.closeEntry();
    }
}
