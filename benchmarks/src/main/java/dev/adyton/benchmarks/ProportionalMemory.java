package dev.adyton.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The memory of processes, each page divided by how many share it (PSS of proc_pid_smaps_rollup(5)). Linux only. */
final class ProportionalMemory {
    private static final String ENCLAVE_MAIN = "dev.adyton.enclave.runtime.EnclaveMain";

    private ProportionalMemory() {}

    /**
     * Of all enclave processes under this one, and of those in which they run, in bytes.
     *
     * @throws IOException when it cannot be read: only root may do that with confined processes
     */
    static long ofEnclaveProcesses() throws IOException {
        long sum = 0;
        for (var process : ProcessHandle.current().descendants().toList()) {
            var proc = Path.of("/proc", Long.toString(process.pid()));
            try {
                if (Files.readString(proc.resolve("cmdline")).contains(ENCLAVE_MAIN)) {
                    sum += pssBytes(Files.readString(proc.resolve("smaps_rollup")));
                }
            } catch (NoSuchFileException e) {
                // It has ended meanwhile.
            }
        }
        return sum;
    }

    /** The line {@code Pss:   1234 kB}. */
    static long pssBytes(String rollup) throws IOException {
        for (var line : rollup.lines().toList()) {
            if (line.startsWith("Pss:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IOException("smaps_rollup: found no Pss in " + rollup.lines().count() + " lines");
    }
}
