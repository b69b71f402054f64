package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.adyton.enclave.launcher.Controller.Bounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Version 2 and what fails on files that look like the kernel's, and this machine's own groups where it lets us. */
@Timeout(60)
class ControlGroupsTest {
    private static final Bounds BOUNDS = new Bounds(64 << 20, 20);

    @TempDir
    Path directory;

    @Test
    void a_unified_group_without_processes_passes_its_controllers_on() throws Exception {
        var own = unified("service", "cpu memory pids");

        var group = groups().create(BOUNDS);

        assertThat(groups().problems()).isEmpty();
        assertThat(own.resolve("cgroup.subtree_control")).exists();
        assertThat(group.groups()).hasSize(1);
        var made = group.groups().getFirst();
        assertThat(made.getParent().getParent()).isEqualTo(own);
        assertThat(made.resolve("memory.max")).hasContent("67108864");
        assertThat(made.resolve("pids.max")).hasContent("20");
        assertThat(made.getParent().resolve("cpu.weight"))
                .hasContent(Integer.toString(100 * Runtime.getRuntime().availableProcessors()));
    }

    @Test
    void beside_a_group_that_has_processes_of_its_own_is_room_too() throws Exception {
        var slice = unified("", "cpu memory pids");
        var own = unified("service", "cpu memory pids");
        // As the kernel refuses it, though with another error.
        Files.createDirectory(own.resolve("cgroup.subtree_control"));

        var group = groups().create(BOUNDS);

        assertThat(group.groups().getFirst().getParent().getParent()).isEqualTo(slice);
    }

    @Test
    void a_controller_that_is_not_offered_is_told_and_the_others_are_used() throws Exception {
        unified("", "memory pids");
        var own = unified("service", "memory");

        var groups = groups();

        assertThat(groups.problems()).containsOnlyKeys(Controller.CPU);
        assertThat(groups.problems().get(Controller.CPU))
                .contains(own + " offers the controllers \"memory\", wanted cpu");
        assertThat(groups.create(BOUNDS).groups())
                .hasSize(2)
                .anyMatch(group -> Files.exists(group.resolve("memory.max")))
                .anyMatch(group -> Files.exists(group.resolve("pids.max")));
    }

    @Test
    void where_there_are_no_control_groups_enclaves_are_not_bounded_by_them() throws Exception {
        Files.writeString(directory.resolve("mountinfo"), "");
        Files.writeString(directory.resolve("cgroup"), "");

        var groups = groups();

        assertThat(groups.problems())
                .containsOnlyKeys(Controller.values())
                .containsEntry(Controller.MEMORY, "no hierarchy of control groups that has it is mounted");
        var group = groups.create(BOUNDS);
        group.add(ProcessHandle.current().pid());
        assertThat(group.ranOutOfMemory()).isFalse();
        group.close();
        groups.close();
    }

    @Test
    void a_system_without_proc_is_told() {
        assertThat(groups().problems().values())
                .hasSize(3)
                .allMatch(problem -> problem.startsWith("this system's control groups cannot be found: "));
    }

    @Test
    void what_a_dead_launcher_left_is_removed_and_what_a_living_one_has_stays() throws Exception {
        var own = unified("service", "cpu memory pids");
        var self = ProcessHandle.current();
        long start = self.info().startInstant().orElseThrow().toEpochMilli();
        var living = Files.createDirectories(own.resolve("adyton-" + self.pid() + "-" + start + "-1/1"));
        var dead = Files.createDirectories(own.resolve("adyton-" + Integer.MAX_VALUE + "-1-1/1"));
        var reused = Files.createDirectories(own.resolve("adyton-" + self.pid() + "-1-1/1"));
        var foreign = Files.createDirectories(own.resolve("adyton-other/1"));

        groups();

        assertThat(Stream.of(living, foreign)).allMatch(Files::exists);
        assertThat(Stream.of(dead, reused)).noneMatch(group -> Files.exists(group.getParent()));
    }

    @Test
    void a_killed_process_is_told_from_one_that_was_not() throws Exception {
        var events = directory.resolve("memory.events");
        var group = new ControlGroup(List.of(), Optional.of(events), BOUNDS);

        assertThat(group.ranOutOfMemory()).isFalse();
        Files.writeString(events, "low 0\nmax 12\noom 3\noom_kill 0\n");
        assertThat(group.ranOutOfMemory()).isFalse();
        Files.writeString(events, "low 0\nmax 12\noom 3\noom_kill 1\n");
        assertThat(group.ranOutOfMemory()).isTrue();
    }

    @Test
    void this_machines_kernel_takes_the_bounds_and_nothing_is_left() throws Exception {
        try (var groups = ControlGroups.ofThisProcess()) {
            assumeTrue(groups.problems().isEmpty(), () -> groups.problems().toString());
            var group = groups.create(BOUNDS);
            assertThat(group.groups()).isNotEmpty().allMatch(Files::exists);
            group.close();
            group.close();
            assertThat(group.groups()).noneMatch(Files::exists);
        }
    }

    @Test
    void a_process_in_it_gets_no_more_memory_than_it_may() throws Exception {
        try (var groups = ControlGroups.ofThisProcess()) {
            assumeTrue(
                    !groups.problems().containsKey(Controller.MEMORY),
                    () -> groups.problems().toString());
            var group = groups.create(BOUNDS);
            // Holds what it reads in memory.
            var process = new ProcessBuilder("/bin/sh", "-c", "read go; head -c 300000000 /dev/zero | tail").start();
            group.add(process.pid());
            process.getOutputStream().write('\n');
            process.getOutputStream().close();
            process.getInputStream().readAllBytes();
            process.waitFor();

            assertThat(group.ranOutOfMemory()).isTrue();
            group.close();
        }
    }

    @Test
    void a_process_in_it_starts_no_more_processes_than_it_may() throws Exception {
        try (var groups = ControlGroups.ofThisProcess()) {
            assumeTrue(
                    !groups.problems().containsKey(Controller.PIDS),
                    () -> groups.problems().toString());
            var group = groups.create(new Bounds(1L << 30, 5));
            var many = "read go; for i in 1 2 3 4 5 6 7 8; do sleep 60 & done";
            var process = new ProcessBuilder("/bin/sh", "-c", many).start();
            group.add(process.pid());
            process.getOutputStream().write('\n');
            process.getOutputStream().close();
            try (var words = process.errorReader()) {
                assertThat(words.readLine()).containsIgnoringCase("fork");
            } finally {
                for (var path : group.groups()) {
                    kill(path.resolve("cgroup.procs"));
                }
            }
            process.waitFor();
            group.close();
            assertThat(group.groups()).noneMatch(Files::exists);
        }
    }

    private static void kill(Path processes) throws IOException {
        for (var pid : Files.readAllLines(processes)) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void a_group_that_cannot_be_made_fails_the_launch() throws Exception {
        unified("service", "memory");
        var groups = groups();
        var all = Stream.of(directory.resolve("sys/service/adyton-1-1-1"));
        for (var group : all.toList()) {
            Files.createDirectory(group.resolve("x"));
            Files.move(group, directory.resolve("away"));
            Files.createFile(group);
        }

        assertThatIOException().isThrownBy(() -> groups.create(BOUNDS));
    }

    private ControlGroups groups() {
        return ControlGroups.in(directory, "adyton-1-1-1");
    }

    /** A mounted unified hierarchy with this group, in which this process is. */
    private Path unified(String name, String controllers) throws IOException {
        var mount = directory.resolve("sys");
        var group = Files.createDirectories(mount.resolve(name));
        Files.writeString(directory.resolve("mountinfo"), "41 31 0:38 / " + mount + " rw - cgroup2 cgroup2 rw\n");
        Files.writeString(directory.resolve("cgroup"), "0::/" + name + "\n");
        Files.writeString(group.resolve("cgroup.controllers"), controllers + "\n");
        return group;
    }
}
