package dev.adyton.maven;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproducibleJarTest {
    @TempDir
    Path directory;

    @Test
    void the_same_files_give_the_same_bytes_whenever_and_in_whatever_order_they_were_written() throws IOException {
        var one = directory.resolve("one");
        var other = directory.resolve("other");
        write(one, "a/B.class", "b");
        write(one, "a/A.class", "a");
        write(one, "z.txt", "z");
        write(other, "z.txt", "z");
        write(other, "a/A.class", "a");
        write(other, "a/B.class", "b");
        Files.setLastModifiedTime(other.resolve("a/A.class"), FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        Files.createDirectories(other.resolve("empty"));

        assertThat(ReproducibleJar.ofDirectory(other)).isEqualTo(ReproducibleJar.ofDirectory(one));
    }

    @Test
    void entries_are_sorted_behind_the_manifest_with_their_directories() throws IOException {
        write(directory, "b/c/D.class", "d");
        write(directory, "A.txt", "a");
        write(directory, "META-INF/services/x", "x");

        var jar = ReproducibleJar.ofDirectory(directory);

        assertThat(paths(jar))
                .containsExactly(
                        "A.txt", "META-INF/", "META-INF/services/", "META-INF/services/x", "b/", "b/c/", "b/c/D.class");
        assertThat(manifest(jar).getMainAttributes()).hasSize(1);
    }

    @Test
    void classes_for_other_java_versions_make_it_a_multi_release_jar() throws IOException {
        write(directory, "META-INF/versions/25/a/A.class", "a");

        assertThat(manifest(ReproducibleJar.ofDirectory(directory))
                        .getMainAttributes()
                        .getValue("Multi-Release"))
                .isEqualTo("true");
    }

    @Test
    void a_manifest_of_the_module_stays_as_it_is() throws IOException {
        write(directory, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nOwner: me\r\n\r\n");

        assertThat(manifest(ReproducibleJar.ofDirectory(directory))
                        .getMainAttributes()
                        .getValue("Owner"))
                .isEqualTo("me");
    }

    @Test
    void a_jar_is_made_anew_of_its_files_alone() throws IOException {
        write(directory.resolve("files"), "a/A.class", "a");
        write(directory.resolve("files"), "b.txt", "b");
        var expected = ReproducibleJar.ofDirectory(directory.resolve("files"));
        var jar = directory.resolve("other.jar");
        try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
            put(out, "b.txt", "b");
            put(out, "a/", "");
            put(out, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\n\r\n");
            put(out, "a/A.class", "a");
        }

        assertThat(ReproducibleJar.ofJar(jar)).isEqualTo(expected);
    }

    @Test
    void of_two_files_with_one_name_it_has_the_one_that_a_class_loader_finds() throws IOException {
        var jar = directory.resolve("twice.jar");
        try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
            put(out, "a.txt", "one");
            put(out, "b.txt", "two");
        }
        // The library does not write such a jar, so make one of its bytes.
        var bytes = new String(Files.readAllBytes(jar), ISO_8859_1);
        Files.write(jar, bytes.replace("b.txt", "a.txt").getBytes(ISO_8859_1));

        var made = Files.write(directory.resolve("made.jar"), ReproducibleJar.ofJar(jar));

        assertThat(seen(made)).isEqualTo(seen(jar)).isIn("one", "two");
        assertThat(paths(Files.readAllBytes(made))).containsExactly("a.txt");
    }

    private static String seen(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            return new String(file.getInputStream(file.getEntry("a.txt")).readAllBytes(), UTF_8);
        }
    }

    private static void put(ZipOutputStream out, String path, String text) throws IOException {
        out.putNextEntry(new ZipEntry(path));
        out.write(text.getBytes(UTF_8));
        out.closeEntry();
    }

    private static void write(Path root, String path, String text) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static Manifest manifest(byte[] jar) throws IOException {
        try (var in = new JarInputStream(new ByteArrayInputStream(jar))) {
            return in.getManifest();
        }
    }

    /** All but the manifest, which the stream takes out where it comes first. */
    private static List<String> paths(byte[] jar) throws IOException {
        var paths = new ArrayList<String>();
        try (var in = new JarInputStream(new ByteArrayInputStream(jar))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
                paths.add(entry.getName());
            }
        }
        return paths;
    }
}
