package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code /proc} files as different systems have them. */
class ControlMountsTest {
    @TempDir
    Path process;

    @BeforeEach
    void other_mounts_are_there_too() throws Exception {
        mounts(
                "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
                "23 22 0:21 / /proc rw - proc proc rw",
                "nonsense");
    }

    @Test
    void in_a_unified_hierarchy_there_is_one_group() throws Exception {
        mounts("31 22 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate");
        memberships("0::/user.slice/user-1000.slice/session-3.scope");

        assertThat(read().ownUnifiedGroup())
                .contains(Path.of("/sys/fs/cgroup/user.slice/user-1000.slice/session-3.scope"));
        assertThat(read().ownLegacyGroup(Controller.MEMORY)).isEmpty();
    }

    @Test
    void in_legacy_hierarchies_each_controller_has_its_group() throws Exception {
        mounts(
                "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct",
                "35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory",
                "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw");
        memberships("9:name=systemd:/", "4:memory:/agents/one", "1:cpu,cpuacct:/", "0::/");

        assertThat(read().ownLegacyGroup(Controller.MEMORY)).contains(Path.of("/sys/fs/cgroup/memory/agents/one"));
        assertThat(read().ownLegacyGroup(Controller.CPU)).contains(Path.of("/sys/fs/cgroup/cpu,cpuacct"));
        assertThat(read().ownLegacyGroup(Controller.PIDS)).isEmpty();
        assertThat(read().ownUnifiedGroup()).contains(Path.of("/sys/fs/cgroup/unified"));
    }

    @Test
    void a_container_that_sees_only_its_part_of_a_hierarchy_finds_itself_in_it() throws Exception {
        mounts("35 31 0:32 /docker/abc /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory");
        memberships("4:memory:/docker/abc/inner");

        assertThat(read().ownLegacyGroup(Controller.MEMORY)).contains(Path.of("/sys/fs/cgroup/memory/inner"));
    }

    @Test
    void a_group_that_no_mount_shows_is_not_found() throws Exception {
        mounts(
                "35 31 0:32 /docker/abc /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory",
                "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw");
        memberships("4:memory:/docker/other", "0::/../outside");

        assertThat(read().ownLegacyGroup(Controller.MEMORY)).isEmpty();
        assertThat(read().ownUnifiedGroup()).isEmpty();
    }

    @Test
    void nonsense_is_no_group() throws Exception {
        mounts("41 31 0:38 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw");
        memberships("", "0", "0:", "x:y");

        assertThat(read().ownUnifiedGroup()).isEmpty();
        assertThat(read().ownLegacyGroup(Controller.PIDS)).isEmpty();
    }

    private ControlMounts read() throws Exception {
        return ControlMounts.read(process);
    }

    private void mounts(String... lines) throws Exception {
        var file = process.resolve("mountinfo");
        var earlier = Files.exists(file) ? Files.readString(file) : "";
        Files.writeString(file, earlier + String.join("\n", lines) + "\n");
    }

    private void memberships(String... lines) throws Exception {
        Files.writeString(process.resolve("cgroup"), String.join("\n", lines) + "\n");
    }
}
