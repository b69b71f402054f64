package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AotDirectoryTest {
    private static final String KEY = "00112233445566778899aabbccddeeff";
    private static final String OTHER_KEY = "ff112233445566778899aabbccddeeff";

    @TempDir
    Path parent;

    private Path path;
    private AotDirectory directory;

    @BeforeEach
    void name() {
        path = parent.resolve("cache").resolve("aot");
        directory = new AotDirectory(path);
    }

    private Path publish(String key, String content) throws Exception {
        directory.alone(key, work -> directory.publish(key, Files.writeString(work.resolve("made"), content)));
        return directory.find(key).orElseThrow();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void it_is_made_for_its_owner_alone_and_has_nothing_at_first() throws Exception {
        assertThat(directory.find(KEY)).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwx------");
        assertThat(path).isEmptyDirectory();
    }

    @Test
    void what_is_published_is_found_by_its_key_and_nobody_may_write_to_it() throws Exception {
        var file = publish(KEY, "content");
        assertThat(file).hasContent("content");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("r--------");
        assertThat(directory.find(OTHER_KEY)).isEmpty();
        assertThat(names()).containsExactly(KEY + "." + AotDirectory.checksum(file) + ".aot", KEY + ".lock");
    }

    @Test
    void a_damaged_cache_is_deleted_and_said_so() throws Exception {
        var file = publish(KEY, "content");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, "c0ntent");
        var log = new CapturedLog();
        try {
            assertThat(directory.find(KEY)).isEmpty();
            log.await("The ahead-of-time cache " + file + " was damaged and is deleted: found checksum");
        } finally {
            log.close();
        }
        assertThat(file).doesNotExist();
        assertThat(publish(KEY, "content")).isEqualTo(file);
    }

    @Test
    void a_cache_that_was_cut_short_is_deleted() throws Exception {
        var file = publish(KEY, "content");
        Files.delete(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--------")));
        assertThat(directory.find(KEY)).isEmpty();
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwx---", "rwx-----x", "rwxr-x---"})
    void a_directory_that_others_may_enter_is_refused(String permissions) throws Exception {
        publish(KEY, "content");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        assertThatThrownBy(() -> directory.find(KEY))
                .isInstanceOf(IOException.class)
                .hasMessage("ahead-of-time cache " + path + ": found permissions " + permissions
                        + ", wanted none for group and others");
        assertThatThrownBy(() -> directory.alone(KEY, _ -> {})).isInstanceOf(IOException.class);
    }

    @Test
    void a_cache_that_others_may_write_is_refused() throws Exception {
        var file = publish(KEY, "content");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw--w----"));
        assertThatThrownBy(() -> directory.find(KEY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("with permissions rw--w----");
    }

    @Test
    void links_are_not_followed() throws Exception {
        var elsewhere = Files.createDirectory(
                parent.resolve("elsewhere"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createDirectories(path.getParent());
        Files.createSymbolicLink(path, elsewhere);
        assertThatThrownBy(() -> directory.find(KEY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("found no directory but a link, wanted a directory");

        Files.delete(path);
        var content = Files.writeString(parent.resolve("content"), "content");
        assertThat(directory.find(KEY)).isEmpty();
        var link = path.resolve(KEY + "." + AotDirectory.checksum(content) + ".aot");
        Files.createSymbolicLink(link, content);
        assertThatThrownBy(() -> directory.find(KEY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("found no regular file");
    }

    @Test
    void a_file_in_its_place_is_refused() throws Exception {
        Files.createDirectories(path.getParent());
        Files.createFile(path);
        assertThatThrownBy(() -> directory.find(KEY))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("wanted a directory");
    }

    @Test
    void one_at_a_time_makes_a_cache_and_another_key_does_not_wait() throws Exception {
        var ran = directory.alone(KEY, _ -> {
            assertThat(directory.alone(KEY, _ -> {
                        throw new AssertionError("two at a time");
                    }))
                    .isFalse();
            assertThat(directory.alone(OTHER_KEY, _ -> {})).isTrue();
        });
        assertThat(ran).isTrue();
        assertThat(directory.alone(KEY, _ -> {})).isTrue();
    }

    @Test
    void what_a_failed_or_killed_maker_left_is_deleted() throws Exception {
        directory.find(KEY);
        var left = Files.createDirectory(path.resolve(KEY + ".new-123"));
        Files.writeString(left.resolve("configuration"), "half");
        assertThatThrownBy(() -> directory.alone(KEY, work -> {
                    assertThat(left).doesNotExist();
                    Files.writeString(work.resolve("cache"), "half");
                    throw new IOException("failed");
                }))
                .hasMessage("failed");
        assertThat(names()).containsExactly(KEY + ".lock");
    }

    @Test
    void what_nobody_used_for_a_month_is_deleted_when_another_is_published() throws Exception {
        var unused = publish(KEY, "content");
        var used = publish(OTHER_KEY, "content");
        var old = FileTime.from(Instant.now().minus(Duration.ofDays(31)));
        Files.setLastModifiedTime(unused, old);
        Files.setLastModifiedTime(used, old);
        assertThat(directory.find(OTHER_KEY)).contains(used);
        publish("aa112233445566778899aabbccddeeff", "content");
        assertThat(unused).doesNotExist();
        assertThat(used).exists();
    }
}
