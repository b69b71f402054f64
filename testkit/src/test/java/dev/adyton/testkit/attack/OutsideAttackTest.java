package dev.adyton.testkit.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.testkit.LeakCheck;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What another process of the same user gets of an enclave: an ordinary user, since root may get everything. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ExtendWith(LeakCheck.class)
class OutsideAttackTest {
    @TempDir
    private static Path shared;

    private static OrdinaryUser user;

    @BeforeAll
    static void user() throws Exception {
        user = OrdinaryUser.in(shared);
    }

    @Test
    void nothing_of_a_confined_enclave_is_open_to_its_own_user() throws Exception {
        try (var victim = confined(Level.SECCOMP)) {
            assertThat(attack(victim.enclave()))
                    .containsExactlyInAnyOrder(
                            "ptrace: errno 1",
                            "process_vm_readv: errno 1",
                            "pidfd_getfd: errno 1",
                            "mem: Permission denied",
                            "environ: Permission denied",
                            "maps: Permission denied",
                            "auxv: Permission denied",
                            "io: Permission denied",
                            "syscall: Permission denied",
                            "personality: Permission denied",
                            "exe: AccessDeniedException",
                            "cwd: AccessDeniedException",
                            "root: AccessDeniedException",
                            "ns/net: AccessDeniedException",
                            "fd: AccessDeniedException",
                            "fdinfo: AccessDeniedException",
                            "map_files: AccessDeniedException");
            assertClosed(victim);
        }
    }

    /**
     * Not as it should be, and said in the threat model: Linux gives the user who made a user namespace all rights in it, and an ordinary user has namespaces in no other
     * way.
     */
    @Test
    void one_in_namespaces_is_open_to_the_user_who_made_them() throws Exception {
        try (var victim = confined(Level.NAMESPACES)) {
            assertThat(attack(victim.enclave()))
                    .contains(
                            "process_vm_readv: " + OutsideAttacker.GOT,
                            "mem: Permission denied",
                            "environ: Permission denied",
                            "fd: AccessDeniedException");
            assertClosed(victim);
        }
    }

    /** To what the Java runtime offers, and for dumps. */
    private static void assertClosed(Running victim) throws IOException {
        assertThat(Files.readAllLines(proc(victim.enclave(), "limits")))
                .anyMatch(line -> line.matches("Max core file size +0 +0 +bytes *"));
        var jcmd = List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                "-J-Dsun.tools.attach.attachTimeout=500",
                Long.toString(victim.enclave()),
                "VM.version");
        // Not even this test's own user, which may be root.
        for (var who : List.of(new ProcessBuilder(jcmd), user.program(jcmd))) {
            assertThat(said(who)).anyMatch(line -> line.contains("Exception")).noneMatch(line -> line.contains("JDK"));
        }
        assertThat(victim.end()).isEqualTo("unharmed");
    }

    /** Without this the tests above might try nothing. */
    @Test
    void all_of_an_unconfined_one_is_open() throws Exception {
        var yama = Path.of("/proc/sys/kernel/yama/ptrace_scope");
        Assumptions.assumeTrue(
                !Files.exists(yama) || Files.readString(yama).strip().equals("0"),
                "this machine's Yama keeps the processes of a user apart by itself");
        try (var victim = victim(VictimProcess.UNCONFINED)) {
            assertThat(attack(victim.enclave()))
                    .hasSize(17)
                    .allMatch(line -> line.endsWith(": " + OutsideAttacker.GOT));
        }
    }

    private static Running confined(Level level) throws IOException {
        level.unavailability().ifPresent(reason -> Assumptions.abort(level + " is not to be had: " + reason));
        return victim(level.name());
    }

    private static List<String> attack(long process) throws IOException {
        return said(user.java(OutsideAttacker.class, Long.toString(process)));
    }

    /** All that the program says. */
    private static List<String> said(ProcessBuilder program) throws IOException {
        var process = program.redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (var output = process.inputReader()) {
            return output.lines().toList();
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    private static Running victim(String level) throws IOException {
        var process = user.java(VictimProcess.class, level, user.directory().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var victim = new Running(process, process.inputReader());
        assertThat(victim.output().readLine()).isEqualTo(VictimProcess.LOADED);
        return victim;
    }

    private static Path proc(long process, String file) {
        return Path.of("/proc", Long.toString(process), file);
    }

    /** A process that has an enclave. */
    private record Running(Process process, BufferedReader output) implements AutoCloseable {
        /** The JVM of its enclave; whatever started that has the same words in its command, but is another program. */
        long enclave() {
            return process.descendants()
                    .mapToLong(ProcessHandle::pid)
                    .filter(Running::isEnclave)
                    .findFirst()
                    .orElseThrow();
        }

        private static boolean isEnclave(long process) {
            try {
                var command = Files.readString(proc(process, "cmdline"));
                return command.endsWith("EnclaveMain\0")
                        && command.substring(0, command.indexOf('\0')).endsWith("/java");
            } catch (IOException gone) {
                return false;
            }
        }

        /** Has it end in order; the last that it says. */
        String end() throws IOException {
            process.getOutputStream().close();
            return output.readLine();
        }

        @Override
        public void close() throws IOException {
            var children = process.descendants().toList();
            process.destroyForcibly().onExit().join();
            // With it their launcher is gone.
            children.forEach(child -> child.onExit().join());
            output.close();
        }
    }
}
