package dev.adyton.maven;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes jars that depend on nothing but the files in them. The same files give the same bytes on every machine: sorted, with one fixed
 * time in no time zone, and not compressed, as different builds of zlib compress differently.
 */
final class ReproducibleJar {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String VERSIONS = "META-INF/versions/";
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private ReproducibleJar() {}

    /** The jar of all files below a directory, read now. */
    static byte[] ofDirectory(Path directory) throws IOException {
        var files = new TreeMap<String, byte[]>();
        try (var walk = Files.walk(directory)) {
            for (var file : walk.filter(Files::isRegularFile).toList()) {
                var path = directory.relativize(file).toString();
                files.put(path.replace(file.getFileSystem().getSeparator(), "/"), Files.readAllBytes(file));
            }
        }
        files.putIfAbsent(MANIFEST, manifest(files));
        return write(files);
    }

    /**
     * The jar of all files in another jar, whose times, order and compression do not count. Of several files with one name, it has
     * the one that a class loader finds.
     */
    static byte[] ofJar(Path jar) throws IOException {
        var files = new TreeMap<String, byte[]>();
        try (var zip = new ZipFile(jar.toFile())) {
            for (var entry : zip.stream().filter(each -> !each.isDirectory()).toList()) {
                files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return write(files);
    }

    private static byte[] manifest(SortedMap<String, byte[]> files) {
        var text = "Manifest-Version: 1.0\r\n";
        if (!files.subMap(VERSIONS, VERSIONS + Character.MAX_VALUE).isEmpty()) {
            text += "Multi-Release: true\r\n";
        }
        return (text + "\r\n").getBytes(US_ASCII);
    }

    private static byte[] write(SortedMap<String, byte[]> files) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var jar = new ZipOutputStream(out)) {
            // First, where java.util.jar.JarInputStream looks for it.
            var manifest = files.remove(MANIFEST);
            if (manifest != null) {
                put(jar, MANIFEST, manifest);
            }
            var paths = new TreeSet<>(files.keySet());
            files.keySet().forEach(path -> addDirectories(path, paths));
            for (var path : paths) {
                put(jar, path, files.getOrDefault(path, new byte[0]));
            }
        }
        return out.toByteArray();
    }

    /** Those that search a class path for packages ask for directories. */
    private static void addDirectories(String path, Set<String> paths) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            paths.add(path.substring(0, slash + 1));
        }
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
