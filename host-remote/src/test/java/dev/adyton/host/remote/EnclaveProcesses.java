package dev.adyton.host.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The processes of enclaves that this JVM has brought about, as the machine sees them: in its namespaces an enclave has another number. */
final class EnclaveProcesses {
    private EnclaveProcesses() {}

    /** All of them, without those that wrap them. */
    static List<ProcessHandle> running() {
        return ProcessHandle.current()
                .descendants()
                .filter(EnclaveProcesses::isEnclave)
                .filter(process -> process.children().noneMatch(EnclaveProcesses::isEnclave))
                .toList();
    }

    /** The only one, once there is no more and no less. */
    static ProcessHandle only() {
        var found = new AtomicReference<List<ProcessHandle>>();
        Await.until(() -> {
            found.set(running());
            return found.get().size() == 1;
        });
        return found.get().getFirst();
    }

    /** From the system itself: Java shows the beginning of a long command line only. */
    private static boolean isEnclave(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"))
                    .endsWith("EnclaveMain\0");
        } catch (IOException gone) {
            return false;
        }
    }
}
