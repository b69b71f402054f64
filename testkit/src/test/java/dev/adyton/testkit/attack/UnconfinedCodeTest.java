package dev.adyton.testkit.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.enclave.launcher.LauncherOptions;
import dev.adyton.host.runtime.ProcessLoader;
import dev.adyton.testkit.LeakCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The same attempts as {@link ConfinedCodeTest} in a process that nothing confines, so that it is seen that they can succeed. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ExtendWith(LeakCheck.class)
class UnconfinedCodeTest {
    /** One of each kind; the last one stops a process. */
    private static final List<String> ATTEMPTS = List.of(
            "read: FileInputStream",
            "read: Files.readString",
            "read: memory-mapped",
            "read: class of a URLClassLoader",
            "read: /proc/self/mem",
            "read: environment of another process",
            "look: descriptors",
            "look: Files.list",
            "write: FileOutputStream",
            "write: Files.createDirectory",
            "write: temporary file",
            "write: /proc/self/mem",
            "change: rename",
            "change: delete",
            "connect: Socket",
            "connect: SocketChannel",
            "connect: Unix socket",
            "send: DatagramSocket",
            "listen: ServerSocket",
            "listen: Unix socket",
            "look: network interfaces",
            "start: ProcessBuilder",
            "start: shell",
            "find: another process",
            "find: its parent",
            "find: all processes",
            "diagnose: heap dump",
            "diagnose: thread dump",
            "command: log to a file",
            "manage: connector",
            "record: JFR",
            "signal: another process");

    @Test
    void succeeds_in_what_only_confinement_refuses(@TempDir Path laidOut, @TempDir Path enclaves) throws Exception {
        try (var attacked = unconfined(laidOut, enclaves)) {
            for (var attempt : ATTEMPTS) {
                var outcome = attacked.tries(attempt);
                assertThat(outcome.getSucceeded())
                        .as(attempt + ": " + outcome.getTold())
                        .isTrue();
            }
            Soon.becomes("the process has ended", () -> !attacked.machine().processIsAlive());
            assertThat(attacked.machine().changes())
                    .contains("new-stream", "new-directory", "moved.txt", "new.hprof", "the process has ended");
        }
    }

    @Test
    void is_refused_what_the_java_runtime_refuses_to_all_enclaves(@TempDir Path laidOut, @TempDir Path enclaves)
            throws Exception {
        try (var attacked = unconfined(laidOut, enclaves)) {
            for (var attempt :
                    List.of("load: System.load", "call: downcall", "memory: Unsafe.putInt", "reflection: main")) {
                assertThat(attacked.tries(attempt).getTold())
                        .startsWith(Refusals.all().get(attempt));
            }
        }
    }

    private static AttackedMachine unconfined(Path laidOut, Path enclaves) throws IOException {
        var loader = new ProcessLoader(LauncherOptions.defaults().withDirectory(enclaves));
        return AttackedMachine.in(laidOut, loader, loader::close);
    }
}
