package dev.adyton.host.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCommandTest {
    @TempDir
    private Path temp;

    @Test
    void both_paths_become_one_class_path_of_absolute_entries() throws Exception {
        var jar = Files.createFile(temp.resolve("a.jar"));
        var modules = Files.createDirectory(temp.resolve("modules"));
        var inside = Files.createFile(modules.resolve("b.jar"));
        var unpacked = Files.createDirectory(temp.resolve("c"));
        Files.createFile(unpacked.resolve("module-info.class"));

        var path = ServerCommand.classPath(
                jar + File.pathSeparator + "relative.jar",
                modules + File.pathSeparator + unpacked + File.pathSeparator + jar);

        assertThat(List.of(path.split(File.pathSeparator)))
                .containsExactlyInAnyOrder(
                        jar.toString(),
                        Path.of("relative.jar").toAbsolutePath().toString(),
                        inside.toString(),
                        unpacked.toString());
    }

    @Test
    void no_path_is_no_entry() {
        assertThat(ServerCommand.classPath("", "")).isEmpty();
    }
}
