package dev.adyton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryJarTest {
    @TempDir
    Path directory;

    @Test
    void it_holds_the_files_sorted_with_their_content() throws IOException {
        write("b/Second.class", "2");
        write("a/First.class", "1");
        var found = new ArrayList<String>();
        try (var jar = new ZipInputStream(new ByteArrayInputStream(DirectoryJar.of(directory)))) {
            for (var entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
                found.add(entry.getName() + "=" + new String(jar.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(found).isEqualTo(List.of("a/First.class=1", "b/Second.class=2"));
    }

    @Test
    void the_same_files_give_the_same_bytes_whenever_they_were_written() throws IOException {
        var file = write("a/First.class", "1");
        var before = DirectoryJar.of(directory);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
        assertThat(DirectoryJar.of(directory)).isEqualTo(before);
        write("a/First.class", "changed");
        assertThat(DirectoryJar.of(directory)).isNotEqualTo(before);
    }

    private Path write(String path, String content) throws IOException {
        var file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
