package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadConfinementTest {
    @TempDir
    Path directory;

    private Path tasks;

    @BeforeEach
    void anUnconfinedLauncher() throws IOException {
        tasks = Files.createDirectory(directory.resolve("task"));
        own(0, 0);
    }

    @Test
    void threads_with_a_filter_and_no_new_privileges_are_confined() throws IOException {
        thread(10, 1, 1, 0);
        thread(11, 1, 2, 0);
        assertThat(problem()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1 | 0 | 0   | 0 system call filters, wanted more than the launcher's own 0
                    0 | 1 | 0   | NoNewPrivs: 0, wanted 1
                    1 | 1 | 314 | TracerPid: 314, wanted 0, nobody
                    """)
    void one_thread_that_is_not_confined_is_enough(int noNewPrivileges, int filters, int tracer, String found)
            throws IOException {
        thread(10, 1, 1, 0);
        thread(11, noNewPrivileges, filters, tracer);
        assertThat(problem())
                .contains("Found thread 11 with " + found + ", though the process says that it is confined");
    }

    @Test
    void what_a_confined_launcher_hands_down_does_not_count() throws IOException {
        own(2, 3);
        thread(10, 1, 3, 0);
        assertThat(problem().orElseThrow()).contains("3 system call filters, wanted more than the launcher's own 3");
        thread(10, 1, 4, 0);
        assertThat(problem()).isEmpty();
    }

    @Test
    void a_kernel_that_does_not_count_filters_shows_enough_for_an_unconfined_launcher_only() throws IOException {
        Files.writeString(directory.resolve("status"), "Seccomp:\t0\n");
        Files.createDirectory(tasks.resolve("10"));
        Files.writeString(tasks.resolve("10").resolve("status"), "TracerPid:\t0\nNoNewPrivs:\t1\nSeccomp:\t2\n");
        assertThat(problem()).isEmpty();
        Files.writeString(directory.resolve("status"), "Seccomp:\t2\n");
        assertThat(problem().orElseThrow()).contains("more than the launcher's own 1");
    }

    @Test
    void a_confined_launcher_on_such_a_kernel_could_see_nothing_and_says_so_before() throws IOException {
        var status = directory.resolve("status");
        Files.writeString(status, "Seccomp:\t0\n");
        assertThat(ThreadConfinement.blindness(status)).isEmpty();
        Files.writeString(status, "Seccomp:\t2\nSeccomp_filters:\t1\n");
        assertThat(ThreadConfinement.blindness(status)).isEmpty();
        Files.writeString(status, "Seccomp:\t2\n");
        assertThat(ThreadConfinement.blindness(status).orElseThrow()).contains("wanted 5.9 or newer");
        Files.delete(status);
        assertThat(ThreadConfinement.blindness(status).orElseThrow()).contains("cannot be read");
    }

    @Test
    void a_thread_that_is_gone_by_now_does_not_count() throws IOException {
        thread(10, 1, 1, 0);
        Files.createDirectory(tasks.resolve("12"));
        assertThat(problem()).isEmpty();
    }

    @Test
    void a_process_that_cannot_be_looked_at_is_not_believed() throws IOException {
        assertThat(problem().orElseThrow()).startsWith("Found no threads in ");
        Files.delete(tasks);
        assertThat(problem().orElseThrow()).contains("cannot be looked at", "task");
    }

    @Test
    void this_jvm_has_no_filter_beside_its_own() {
        assertThat(ThreadConfinement.problem(ProcessHandle.current().pid()).orElseThrow())
                .startsWith("Found thread ")
                .contains("system call filters, wanted more than the launcher's own ");
    }

    private Optional<String> problem() {
        return ThreadConfinement.problem(directory.resolve("status"), tasks);
    }

    private void own(int mode, int filters) throws IOException {
        Files.writeString(directory.resolve("status"), "Seccomp:\t" + mode + "\nSeccomp_filters:\t" + filters + "\n");
    }

    private void thread(int id, int noNewPrivileges, int filters, int tracer) throws IOException {
        var thread = Files.createDirectories(tasks.resolve(Integer.toString(id)));
        Files.writeString(
                thread.resolve("status"),
                "Name:\tjava\nTracerPid:\t%d\nNoNewPrivs:\t%d\nSeccomp:\t%d\nSeccomp_filters:\t%d\n"
                        .formatted(tracer, noNewPrivileges, filters == 0 ? 0 : 2, filters));
    }
}
