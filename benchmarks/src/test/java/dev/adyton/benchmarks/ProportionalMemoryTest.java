package dev.adyton.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProportionalMemoryTest {
    @Test
    void it_is_the_line_of_that_name_and_not_one_that_begins_like_it() throws IOException {
        assertThat(ProportionalMemory.pssBytes("""
                5589c000-7ffe0000 ---p 00000000 00:00 0    [rollup]
                Rss:                9999 kB
                Pss:                1234 kB
                Pss_Anon:             77 kB
                """)).isEqualTo(1234 * 1024);
    }

    @Test
    void this_process_has_some() throws IOException {
        assertThat(ProportionalMemory.pssBytes(Files.readString(Path.of("/proc/self/smaps_rollup"))))
                .isPositive();
    }

    @Test
    void a_file_without_it_is_refused() {
        assertThatThrownBy(() -> ProportionalMemory.pssBytes("Rss: 1 kB\n"))
                .isInstanceOf(IOException.class)
                .hasMessage("smaps_rollup: found no Pss in 1 lines");
    }

    @Test
    void without_enclaves_there_is_none() throws IOException {
        assertThat(ProportionalMemory.ofEnclaveProcesses()).isZero();
    }
}
