package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadConfinementTest {
    @TempDir
    Path tasks;

    @Test
    void threads_with_a_filter_and_no_new_privileges_are_confined() throws IOException {
        thread(10, 1, 2);
        thread(11, 1, 2);
        assertThat(ThreadConfinement.problem(tasks)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 2, NoNewPrivs: 1", "1, 0, Seccomp: 2", "1, 1, Seccomp: 2", "1, 20, Seccomp: 2"})
    void one_thread_without_is_enough_to_be_unconfined(int noNewPrivileges, int seccomp, String missing)
            throws IOException {
        thread(10, 1, 2);
        thread(11, noNewPrivileges, seccomp);
        assertThat(ThreadConfinement.problem(tasks))
                .contains("Found thread 11 without '" + missing
                        + "' in its status, though the process says that it is confined");
    }

    @Test
    void a_thread_that_is_gone_by_now_does_not_count() throws IOException {
        thread(10, 1, 2);
        Files.createDirectory(tasks.resolve("12"));
        assertThat(ThreadConfinement.problem(tasks)).isEmpty();
    }

    @Test
    void a_process_that_cannot_be_looked_at_is_not_believed() {
        assertThat(ThreadConfinement.problem(tasks.resolve("missing")).orElseThrow())
                .contains("cannot be looked at", "missing");
    }

    @Test
    void this_jvm_is_not_confined() {
        assertThat(ThreadConfinement.problem(ProcessHandle.current().pid()).orElseThrow())
                .startsWith("Found thread ");
    }

    private void thread(int id, int noNewPrivileges, int seccomp) throws IOException {
        var directory = Files.createDirectory(tasks.resolve(Integer.toString(id)));
        Files.writeString(
                directory.resolve("status"),
                "Name:\tjava\nNoNewPrivs:\t" + noNewPrivileges + "\nSeccomp:\t" + seccomp + "\nSeccomp_filters:\t1\n");
    }
}
