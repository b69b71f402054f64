package dev.adyton.enclave.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordSocketTest {
    @TempDir
    Path parent;

    private Path directory;

    @BeforeEach
    void as_a_launcher_makes_it() throws Exception {
        directory = Files.createDirectory(parent.resolve("own"));
        Files.createFile(directory.resolve("lock"));
    }

    @Test
    void the_directory_goes_with_the_launchers_lock() throws Exception {
        try (var socket = RecordSocket.bind(directory.resolve("socket"))) {
            socket.removeDirectory();
            assertThat(directory).doesNotExist();
            socket.removeDirectory();
        }
    }

    @Test
    void a_directory_with_other_files_keeps_the_lock_for_the_next_launcher() throws Exception {
        Files.createFile(directory.resolve("notes"));
        try (var socket = RecordSocket.bind(directory.resolve("socket"))) {
            socket.removeDirectory();
        }
        assertThat(directory)
                .isDirectoryContaining(file -> file.endsWith("lock"))
                .isDirectoryContaining(file -> file.endsWith("notes"))
                .isDirectoryNotContaining(file -> file.endsWith("socket"));
    }

    @Test
    void what_is_left_to_the_launcher_stays() throws Exception {
        try (var socket = RecordSocket.bind(directory.resolve("socket"))) {
            socket.leaveFile();
            socket.removeDirectory();
        }
        assertThat(directory.resolve("socket")).exists();
        assertThat(directory.resolve("lock")).exists();
    }
}
