package dev.adyton.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedFilesTest {
    @TempDir
    private Path directory;

    private Path file(String name, int bytes, int usedAt) throws IOException {
        var file = Files.write(directory.resolve(name), new byte[bytes]);
        return Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(usedAt)));
    }

    @Test
    void those_used_least_recently_make_way_and_no_more_of_them_than_needed() throws IOException {
        var second = file("b.enclave", 40, 2);
        var first = file("a.enclave", 40, 1);
        var third = file("c.enclave", 20, 3);
        CachedFiles.in(directory).makeRoom(directory.resolve("d.enclave"), 40, 100);
        assertThat(first).doesNotExist();
        assertThat(second).exists();
        assertThat(third).exists();
    }

    @Test
    void where_there_is_room_all_stay() throws IOException {
        var only = file("a.enclave", 60, 1);
        CachedFiles.in(directory).makeRoom(directory.resolve("b.enclave"), 40, 100);
        assertThat(only).exists();
    }

    @Test
    void what_is_replaced_takes_no_room() throws IOException {
        var same = file("a.enclave", 60, 1);
        var other = file("b.enclave", 40, 2);
        CachedFiles.in(directory).makeRoom(same, 60, 100);
        assertThat(same).exists();
        assertThat(other).exists();
    }

    @Test
    void nothing_but_images_is_touched() throws IOException {
        var lock = file("lock", 1000, 1);
        file("a.enclave", 100, 2);
        CachedFiles.in(directory).makeRoom(directory.resolve("b.enclave"), 100, 100);
        assertThat(directory).isDirectoryContaining(lock::equals).isDirectoryNotContaining("glob:**.enclave");
    }
}
