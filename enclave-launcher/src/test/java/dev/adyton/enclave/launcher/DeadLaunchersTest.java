package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which directories are removed; that a lock tells of life and death is {@link KilledLauncherTest}'s. */
@Timeout(60)
class DeadLaunchersTest {
    private static final String NAME = "adyton-4711-0123456789abcdef";

    @TempDir
    Path parent;

    private PrivateDirectory own;

    @BeforeEach
    void a_launcher_has_made_its_own() throws Exception {
        own = PrivateDirectory.in(parent);
        // Where it belongs to another process by chance, nothing below says what it should.
        assertThat(PrivateDirectory.isOfAnotherProcess(own.path())).isFalse();
    }

    private void sweep() {
        DeadLaunchers.sweepAround(own);
    }

    private Path directory(String name, String permissions) throws Exception {
        var made = Files.createDirectory(parent.resolve(name));
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(permissions));
        return made;
    }

    private Path dead(String name) throws Exception {
        var made = directory(name, "rwx------");
        Files.createFile(DirectoryLock.file(made));
        Files.createFile(made.resolve("socket"));
        return made;
    }

    @Test
    void what_the_dead_left_is_removed_with_all_that_is_in_it_and_nothing_that_it_points_to() throws Exception {
        var kept = Files.createDirectory(parent.resolve("kept"));
        Files.createFile(kept.resolve("file"));
        var one = dead(NAME);
        Files.createDirectories(one.resolve("deep/er"));
        Files.createFile(one.resolve("deep/er/lock"));
        Files.createSymbolicLink(one.resolve("link"), kept);
        var other = dead("adyton-1-fedcba9876543210");
        sweep();
        assertThat(one).doesNotExist();
        assertThat(other).doesNotExist();
        assertThat(kept.resolve("file")).exists();
    }

    @Test
    void its_own_directories_stay_and_stay_locked() throws Exception {
        sweep();
        assertThat(DirectoryLock.file(own.path())).exists();
        assertThat(own.lock()).isNotSameAs(DirectoryLock.NONE);
        var locks = Files.readString(Path.of("/proc/locks"));
        var inode = Files.getAttribute(DirectoryLock.file(own.path()), "unix:ino");
        assertThat(locks).containsPattern("POSIX +ADVISORY +WRITE \\d+ [0-9a-f]+:[0-9a-f]+:" + inode + " ");
        own.delete();
        assertThat(own.path()).doesNotExist();
        assertThat(Files.readString(Path.of("/proc/locks"))).doesNotContain(":" + inode + " ");
    }

    @Test
    void what_another_launcher_of_this_process_is_about_to_remove_is_left_to_it() throws Exception {
        var taken = dead(NAME);
        try (var lock = DirectoryLock.ofDead(taken).orElseThrow()) {
            assertThat(lock).isNotNull();
            sweep();
            assertThat(taken.resolve("socket")).exists();
        }
        sweep();
        assertThat(taken).doesNotExist();
    }

    @Test
    void one_without_a_lock_stays_since_its_maker_may_be_about_to_lock_it() throws Exception {
        var young = directory(NAME, "rwx------");
        sweep();
        assertThat(young).exists();
        Files.createFile(young.resolve("lock.new"));
        sweep();
        assertThat(young.resolve("lock.new")).exists();
    }

    @Test
    void a_lock_that_is_no_file_is_none() throws Exception {
        var file = Files.createFile(parent.resolve("file"));
        var linked = directory(NAME, "rwx------");
        Files.createSymbolicLink(DirectoryLock.file(linked), file);
        var piped = directory("adyton-1-fedcba9876543210", "rwx------");
        assertThat(new ProcessBuilder("mkfifo", DirectoryLock.file(piped).toString())
                        .start()
                        .waitFor())
                .isZero();
        sweep();
        assertThat(linked).exists();
        assertThat(piped).exists();
    }

    @Test
    void links_files_and_what_others_may_enter_stay() throws Exception {
        var target = dead("elsewhere");
        var link = Files.createSymbolicLink(parent.resolve(NAME), target);
        var file = Files.createFile(parent.resolve("adyton-1-0000000000000000"));
        var open = dead("adyton-2-0000000000000000");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwx--x---"));
        sweep();
        assertThat(link).isSymbolicLink();
        assertThat(target.resolve("socket")).exists();
        assertThat(file).exists();
        assertThat(open.resolve("socket")).exists();
    }

    @Test
    void other_names_stay() throws Exception {
        var others = new ArrayList<Path>();
        for (var name : new String[] {
            "adyton-1-testkit-17",
            "adyton-1-0123456789abcde",
            "adyton-1-0123456789abcdef0",
            "adyton--0123456789abcdef",
            "x" + NAME
        }) {
            others.add(dead(name));
        }
        sweep();
        assertThat(others).allSatisfy(path -> assertThat(path.resolve("socket")).exists());
    }

    @Test
    void another_users_stay() throws Exception {
        var left = dead(NAME);
        var nobody = parent.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        DeadLaunchers.sweep(parent, nobody);
        assertThat(left.resolve("socket")).exists();
    }

    @Test
    void a_directory_that_is_gone_is_no_failure() throws Exception {
        own.delete();
        assertThatNoException().isThrownBy(this::sweep);
        assertThatNoException().isThrownBy(() -> DeadLaunchers.sweep(parent.resolve("none"), Files.getOwner(parent)));
    }

    @Test
    void a_lock_that_cannot_be_had_keeps_the_directory_from_being_made_in_no_way() throws Exception {
        var directory = directory("taken", "rwx------");
        try (var file = FileChannel.open(
                directory.resolve("lock.new"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            assertThat(file.isOpen()).isTrue();
            assertThat(DirectoryLock.on(directory)).isSameAs(DirectoryLock.NONE);
        }
        assertThat(DirectoryLock.file(directory)).doesNotExist();
    }
}
