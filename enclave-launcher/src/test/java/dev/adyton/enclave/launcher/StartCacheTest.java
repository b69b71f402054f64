package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.adyton.enclave.launcher.LaunchException.Code;
import dev.adyton.enclave.launcher.StartCache.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What it says of a cache, and why there is none; {@link EnclaveTrainingTest} makes real ones. */
class StartCacheTest {
    @TempDir
    Path directory;

    private LauncherOptions options;

    @BeforeEach
    void options() throws IOException {
        var jar = Files.writeString(directory.resolve("a.jar"), "classes");
        options = LauncherOptions.defaults()
                .withDirectory(directory)
                .withEnclaveClassPath(List.of(jar))
                .withAotCache(Optional.of(directory.resolve("aot")));
    }

    @Test
    void one_that_a_launcher_has_made_is_found_with_its_size() throws Exception {
        var cache = new StartCache(options);
        assertThat(cache.state()).isEqualTo(new State.Absent(directory.resolve("aot")));
        var file = publish();
        assertThat(cache.state()).isEqualTo(new State.Present(file, 7));
        assertThat(cache.make()).isEqualTo(new State.Present(file, 7));
    }

    @Test
    void a_damaged_one_is_none() throws Exception {
        var file = publish();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, "damaged");
        try (var cache = new StartCache(options)) {
            assertThat(cache.state()).isInstanceOf(State.Absent.class);
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void none_is_made_where_it_is_turned_off() {
        assertUnavailable(options.withAotCache(Optional.empty()), "the launcher's options turn it off");
    }

    @Test
    void none_is_made_of_class_folders() {
        assertUnavailable(
                options.withEnclaveClassPath(List.of(directory)),
                "the enclave runtime is in class folders, wanted jars alone");
    }

    @Test
    void none_is_made_where_others_may_enter() throws Exception {
        var aot = Files.createDirectory(directory.resolve("aot"));
        Files.setPosixFilePermissions(aot, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertUnavailable(
                options,
                "ahead-of-time cache " + aot + ": found permissions rwxrwxrwx, wanted none for group and others");
    }

    @Test
    void a_jvm_that_makes_none_is_told_with_its_words() throws Exception {
        try (var cache = new StartCache(options)) {
            var failure = catchThrowableOfType(LaunchException.class, cache::make);
            assertThat(failure)
                    .hasMessageStartingWith(
                            "There is no ahead-of-time cache: the JVM with -XX:AOTMode=record ended with exit code 1; it wrote: ");
            assertThat(failure.code()).isEqualTo(Code.INTERNAL);
            assertThat(cache.state()).isInstanceOf(State.Absent.class);
        }
        Leftovers.assertNone(directory);
    }

    @Test
    void nothing_is_made_once_it_is_closed() {
        var cache = new StartCache(options);
        cache.close();
        var failure = catchThrowableOfType(LaunchException.class, cache::make);
        assertThat(failure).hasMessage("There is no ahead-of-time cache: whoever wanted it is closed");
        assertThat(failure.code()).isEqualTo(Code.UNAVAILABLE);
    }

    private Path publish() throws Exception {
        var training = new EnclaveTraining(options, Outside.SAME_THREAD);
        var aot = new AotDirectory(directory.resolve("aot"));
        var key = training.subject().key();
        assertThat(aot.alone(key, work -> aot.publish(key, Files.writeString(work.resolve("cache"), "7 bytes"))))
                .isTrue();
        return aot.find(key).orElseThrow();
    }

    private static void assertUnavailable(LauncherOptions options, String reason) {
        try (var cache = new StartCache(options)) {
            assertThat(cache.state()).isEqualTo(new State.Unavailable(reason));
            var failure = catchThrowableOfType(LaunchException.class, cache::make);
            assertThat(failure).hasMessage("There is no ahead-of-time cache: " + reason);
            assertThat(failure.code()).isEqualTo(Code.FAILED_PRECONDITION);
        }
    }
}
