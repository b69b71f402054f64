package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateDirectoryTest {
    @TempDir
    Path parent;

    @Test
    void only_the_owner_may_enter_and_each_is_new() throws Exception {
        var one = PrivateDirectory.in(parent);
        var two = PrivateDirectory.in(parent);
        assertThat(one).isNotEqualTo(two);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one.path())))
                .isEqualTo("rwx------");
    }

    @Test
    void deleting_takes_all_that_is_in_it_and_nothing_that_it_points_to() throws Exception {
        var kept = Files.createDirectory(parent.resolve("kept"));
        Files.createFile(kept.resolve("file"));
        var directory = PrivateDirectory.in(parent);
        Files.createSymbolicLink(directory.path().resolve("link"), kept);
        Files.createDirectories(directory.path().resolve("deep/er"));
        Files.createFile(directory.path().resolve("deep/er/file"));
        directory.delete();
        directory.delete();
        assertThat(directory.path()).doesNotExist();
        assertThat(kept.resolve("file")).exists();
    }

    @Test
    void a_path_too_long_for_a_socket_is_refused_and_nothing_is_left() throws Exception {
        var deep = Files.createDirectories(parent.resolve("d".repeat(100)));
        var failure = catchThrowableOfType(LaunchException.class, () -> PrivateDirectory.in(deep));
        assertThat(failure).hasMessageContaining("at most 107: choose a shorter LauncherOptions.directory");
        assertThat(failure.code()).isEqualTo(LaunchException.Code.FAILED_PRECONDITION);
        assertThat(deep).isEmptyDirectory();
    }

    @Test
    void a_missing_parent_is_refused() {
        var failure = catchThrowableOfType(LaunchException.class, () -> PrivateDirectory.in(parent.resolve("none")));
        assertThat(failure).hasMessageStartingWith("A directory for the enclave's socket cannot be made in " + parent);
        assertThat(failure.code()).isEqualTo(LaunchException.Code.FAILED_PRECONDITION);
    }
}
