package dev.adyton.testkit.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.simulated.SimulatedRoot;
import dev.adyton.testkit.LeakCheck;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the code of a provision server gets of its launcher and its enclaves, as the same user. Root could get everything, so where these tests run as root the server is
 * without its privileges: the user is still the same.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ExtendWith(LeakCheck.class)
class TakenOverRelayTest {
    private static final List<String> UNPRIVILEGED = List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all");
    private static final String LAUNCHER = "dev.adyton.enclave.launcher.LauncherMain";
    private static final String ENCLAVE = "dev.adyton.enclave.runtime.EnclaveMain";

    @TempDir
    private Path directory;

    @Test
    void its_launcher_and_its_enclaves_are_closed_to_a_relay_and_nothing_lies_about() throws Exception {
        try (var relay = start()) {
            var launcher = relay.child(LAUNCHER);
            var enclave = relay.child(ENCLAVE);

            // The attempts are good ones: an ordinary process of the same user is open.
            assertThat(relay.attack(relay.process().pid()))
                    .filteredOn(line -> !line.startsWith("ptrace: "))
                    .allMatch(TakenOverRelayTest::succeeded);
            assertThat(relay.attack(launcher)).hasSize(15).noneMatch(TakenOverRelayTest::succeeded);
            assertThat(relay.attack(enclave)).hasSize(15).noneMatch(TakenOverRelayTest::succeeded);
            assertConfinedWithoutCore(launcher);
            assertConfinedWithoutCore(enclave);

            assertThat(readIfAllowed(launcher, "environ")).isIn("", "PATH=\0");
            assertThat(readIfAllowed(enclave, "environ")).matches("|(LD_LIBRARY_PATH=[^\0]*\0|PWD=[^\0]*\0)*");
            var fingerprints = fingerprints();
            assertThat(fingerprints).hasSize(1);
            // The user's own root, which clients make, is another one.
            var own = directory.resolve("data/adyton/simulated");
            assertThat(keys()).isEqualTo(List.of(own.resolve("root.pem")));
            assertThat(SimulatedRoot.in(own).fingerprint().hex()).isNotIn(fingerprints);
            assertThat(commandLine(launcher)).doesNotContain(fingerprints).doesNotContain("PRIVATE KEY", Victim.SECRET);
            assertThat(commandLine(enclave)).doesNotContain(fingerprints).doesNotContain("PRIVATE KEY", Victim.SECRET);
            assertThat(relay.end()).isEqualTo("unharmed");
        }
        assertThat(directory.resolve("runtime")).isEmptyDirectory();
        assertThat(directory.resolve("tmp")).isEmptyDirectory();
        assertThat(fingerprints()).isEmpty();
    }

    private static void assertConfinedWithoutCore(long process) throws IOException {
        assertThat(Files.readAllLines(proc(process, "status"))).contains("Seccomp:\t2", "NoNewPrivs:\t1");
        assertThat(Files.readAllLines(proc(process, "limits")))
                .anyMatch(line -> line.matches("Max core file size +0 +0 +bytes *"));
    }

    private static boolean succeeded(String line) {
        return line.endsWith(": " + RelayIntruder.GOT);
    }

    /** Root may read what the user itself may not; empty where this is not root. */
    private static String readIfAllowed(long process, String file) throws IOException {
        try {
            return Files.readString(proc(process, file), StandardCharsets.ISO_8859_1);
        } catch (AccessDeniedException e) {
            return "";
        }
    }

    private static String commandLine(long process) throws IOException {
        return Files.readString(proc(process, "cmdline"), StandardCharsets.UTF_8);
    }

    /** Every file of the user with a private key in it, in whatever form Java writes one. */
    private List<Path> keys() throws IOException {
        // The object identifier of Ed25519 (RFC 8410), which stands in each of its keys.
        var algorithm = HexFormat.of().formatHex(new byte[] {0x06, 0x03, 0x2b, 0x65, 0x70});
        var found = new ArrayList<Path>();
        for (var part : List.of("data", "runtime", "tmp")) {
            try (var files = Files.walk(directory.resolve(part))) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    var content = Files.readAllBytes(file);
                    if (HexFormat.of().formatHex(content).contains(algorithm)
                            || new String(content, StandardCharsets.ISO_8859_1).contains("PRIVATE KEY")) {
                        found.add(file);
                    }
                }
            }
        }
        return found;
    }

    private List<String> fingerprints() throws IOException {
        try (var running = Files.list(directory.resolve("data/adyton/simulated/running"))) {
            return running.map(file -> file.getFileName().toString()).collect(Collectors.toList());
        }
    }

    private static Path proc(long process, String file) {
        return Path.of("/proc", Long.toString(process), file);
    }

    private Relay start() throws Exception {
        Level.SECCOMP.unavailability().ifPresent(Assumptions::abort);
        for (var part : List.of("data", "runtime", "tmp", "cache")) {
            Files.createDirectory(directory.resolve(part));
        }
        var builder = new ProcessBuilder(unprivileged(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + directory.resolve("tmp"),
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RelayProgram.class.getName(),
                        directory.resolve("cache").resolve("images").toString())))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("XDG_DATA_HOME", directory.resolve("data").toString());
        builder.environment()
                .put("XDG_RUNTIME_DIR", directory.resolve("runtime").toString());
        builder.environment().put("XDG_CACHE_HOME", directory.resolve("cache").toString());
        var process = builder.start();
        var relay = new Relay(process, process.inputReader());
        // The highest level at which other processes of an ordinary user are kept out.
        assertThat(relay.output().readLine()).isEqualTo(RelayProgram.READY + "seccomp");
        return relay;
    }

    private static List<String> unprivileged(List<String> command) throws Exception {
        if (!"root".equals(System.getProperty("user.name"))) {
            return command;
        }
        var possible = Stream.concat(UNPRIVILEGED.stream(), Stream.of("true")).toList();
        try {
            Assumptions.assumeTrue(
                    new ProcessBuilder(possible).start().waitFor() == 0, "root cannot drop its privileges here");
        } catch (IOException absent) {
            Assumptions.abort("root cannot drop its privileges here: " + absent.getMessage());
        }
        return Stream.concat(UNPRIVILEGED.stream(), command.stream()).toList();
    }

    private record Relay(Process process, BufferedReader output) implements AutoCloseable {
        /** The JVM that runs this class; whatever started that has the same words in its command, but is another program. */
        long child(String main) {
            return process.descendants()
                    .mapToLong(ProcessHandle::pid)
                    .filter(pid -> runs(pid, main))
                    .findFirst()
                    .orElseThrow();
        }

        private static boolean runs(long process, String main) {
            try {
                var arguments = List.of(commandLine(process).split("\0"));
                return arguments.getFirst().endsWith("/java")
                        && arguments.stream().anyMatch(word -> word.endsWith(main));
            } catch (IOException gone) {
                return false;
            }
        }

        List<String> attack(long target) throws IOException {
            process.getOutputStream().write((target + "\n").getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
            var lines = new ArrayList<String>();
            for (var line = output.readLine(); line != null && !line.equals(RelayProgram.DONE); ) {
                lines.add(line);
                line = output.readLine();
            }
            return lines;
        }

        /** Has it end in order; the last that it says. */
        String end() throws Exception {
            process.getOutputStream().close();
            var last = output.readLine();
            process.waitFor();
            return last;
        }

        @Override
        public void close() throws IOException {
            var children = process.descendants().toList();
            process.destroyForcibly().onExit().join();
            children.forEach(child -> child.onExit().join());
            output.close();
        }
    }
}
