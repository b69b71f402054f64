package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.ChannelBinding;
import dev.adyton.attestation.Evidence;
import dev.adyton.attestation.RuntimeClaims;
import dev.adyton.attestation.hardware.Hardware;
import dev.adyton.attestation.simulated.SimulatedVerifier;
import dev.adyton.enclave.launcher.LaunchException.Code;
import dev.adyton.protocol.EvidenceReply;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every launcher promises, with real processes that hold a fake enclave. */
abstract class LauncherContractTest {
    @TempDir
    Path directory;

    private final CapturedLog log = new CapturedLog();
    private Launcher launcher;
    private Path image;

    /** The launcher to test. */
    abstract Launcher start(LauncherOptions options, String mainClass) throws LaunchException;

    @BeforeEach
    void start() throws Exception {
        image = TestImages.file(directory);
        launcher = start(options(), FakeEnclaveMain.class.getName());
    }

    @AfterEach
    void nothing_is_left() throws Exception {
        launcher.close();
        log.close();
        Leftovers.assertNone(directory);
    }

    LauncherOptions options() {
        return FakeEnclaves.options(directory);
    }

    private LaunchException failure(Launcher launcher, String name, Path image) {
        return catchThrowableOfType(LaunchException.class, () -> launcher.launch(name, image));
    }

    static String connect(LaunchedEnclave enclave) throws IOException {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(enclave.recordSocket()))) {
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What an unconfined process of this launcher says of sockets that it tries to open. */
    String socketsInside(Launcher launcher) {
        return failure(launcher, "opens-sockets", image).getMessage();
    }

    static EnclaveExit end(LaunchedEnclave enclave) throws Exception {
        return enclave.ended().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void an_enclave_gets_its_image_its_limits_and_no_environment() throws Exception {
        try (var enclave = launcher.launch("fake", image)) {
            var home = enclave.recordSocket().getParent();
            assertThat(ProcessHandle.of(enclave.pid())).isPresent();
            assertThat(enclave.measurement()).isEqualTo(TestImages.image().measurement());
            assertThat(connect(enclave).lines())
                    .contains(
                            "environment {}",
                            "directory " + home,
                            "temporary " + home,
                            "image " + Files.size(image) + " of " + Files.size(image))
                    .anySatisfy(line -> assertThat(memory(line))
                            .isBetween(TestImages.MEMORY_LIMIT_BYTES * 9 / 10, TestImages.MEMORY_LIMIT_BYTES));
        }
    }

    private static long memory(String line) {
        return line.startsWith("memory ") ? Long.parseLong(line.substring("memory ".length())) : 0;
    }

    @Test
    void an_enclave_gets_evidence_for_what_it_binds_and_of_the_image_that_was_measured() throws Exception {
        try (var enclave = launcher.launch("asks-twice", image);
                var channel = SocketChannel.open(UnixDomainSocketAddress.of(enclave.recordSocket()))) {
            var in = Channels.newInputStream(channel);
            for (int id = 1; id <= 2; id++) {
                var reply = DelimitedMessages.read(in, EvidenceReply.parser()).orElseThrow();
                var evidence = Evidence.decode(Bytes.of(reply.getEvidence().toByteArray()));
                var binder = new byte[64];
                binder[0] = (byte) id;

                assertThat(reply.getId()).isEqualTo(id);
                assertThat(RuntimeClaims.decode(evidence.claims()))
                        .isEqualTo(ImageClaims.of(TestImages.image(), RuntimeClaims.Confinement.PROCESS));
                assertThat(SimulatedVerifier.trusting(Set.of(launcher.simulatedRoot()))
                                .verify(
                                        evidence.platform(),
                                        ChannelBinding.reportData(evidence.claims(), Bytes.of(binder)),
                                        Instant.now())
                                .simulated())
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "asks-for-less, 'found a binder of 63 bytes, wanted 64 bytes'",
        "asks-out-of-turn, 'found id 2, wanted id 1'",
        "asks-for-more, 'found unknown fields [3], wanted id and binder'",
        "asks-nonsense, Protocol message contained"
    })
    void an_enclave_that_asks_for_evidence_in_another_way_is_killed(String name, String reason) throws Exception {
        var enclave = launcher.launch(name, image);
        assertThat(connect(enclave)).isEmpty();
        assertThat(end(enclave)).isEqualTo(new EnclaveExit(137, "ended by its launcher, killed by signal 9 (SIGKILL)"));
        log.await("Enclave " + name + " is killed, its request for evidence is malformed: " + reason);
    }

    @Test
    void an_enclave_that_takes_no_evidence_is_killed() throws Exception {
        var enclave = launcher.launch("asks-without-listening", image);
        connect(enclave);
        assertThat(end(enclave).exitCode()).isEqualTo(137);
    }

    @Test
    void without_a_directory_for_its_root_it_has_one_in_memory_and_says_so() throws Exception {
        var file = Files.createFile(directory.resolve("file"));
        try (var other = start(options().withSimulatedRoot(file), FakeEnclaveMain.class.getName())) {
            assertThat(other.simulatedRoot().size()).isEqualTo(32);
            assertThat(other.simulatedRoot()).isEqualTo(other.simulatedRoot()).isNotEqualTo(launcher.simulatedRoot());
            log.await(
                    "simulated root in memory until this launcher ends, which nobody trusts unless told to, fingerprint "
                            + other.simulatedRoot()
                            + ": simulated root " + file + ": found a file");
        }
    }

    @Test
    void a_platform_that_the_machine_does_not_have_is_refused_before_anything_is_started() throws Exception {
        var present = Hardware.ofThisMachine().findings().stream()
                .flatMap(finding -> finding.type().stream())
                .toList();
        // No machine has both.
        var missing = Stream.of("aws-nitro", "sgx-dcap")
                .filter(type -> !present.contains(type))
                .findFirst()
                .orElseThrow();
        var options = options().withPlatform(new PlatformChoice(missing));
        try (var other = start(options, FakeEnclaveMain.class.getName())) {
            var failure = catchThrowableOfType(LaunchException.class, () -> other.launch("fake", image));
            assertThat(failure.code()).isEqualTo(Code.FAILED_PRECONDITION);
            assertThat(failure)
                    .hasMessageStartingWith("Enclave fake was not started, as nothing here can vouch for it: ")
                    .hasMessageEndingWith("wanted one to " + missing);
        }
    }

    @Test
    void only_this_user_may_enter_the_directory_of_the_socket() throws Exception {
        try (var enclave = launcher.launch("fake", image)) {
            var permissions =
                    Files.getPosixFilePermissions(enclave.recordSocket().getParent());
            assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rwx------");
        }
    }

    @Test
    void closing_ends_the_process_and_deletes_its_directory_and_may_be_repeated() throws Exception {
        var enclave = launcher.launch("fake", image);
        enclave.close();
        enclave.close();
        assertThat(ProcessHandle.of(enclave.pid())).isEmpty();
        assertThat(enclave.recordSocket().getParent()).doesNotExist();
        assertThat(end(enclave)).isEqualTo(new EnclaveExit(11, "ended by its launcher"));
    }

    @Test
    void an_enclave_that_will_not_end_is_killed() throws Exception {
        var enclave = launcher.launch("stubborn", image);
        enclave.close();
        assertThat(end(enclave)).isEqualTo(new EnclaveExit(137, "ended by its launcher, killed by signal 9 (SIGKILL)"));
    }

    @Test
    void an_interrupt_does_not_end_the_wait_and_stays() throws Exception {
        var enclave = launcher.launch("stubborn", image);
        Thread.currentThread().interrupt();
        enclave.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ProcessHandle.of(enclave.pid())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "exits-0, 0, finished",
        "exits-12, 12, the session with its host was lost",
        "exits-13, 13, the application aborted itself",
        "exits-99, 99, 'exit code 99, which the enclave runtime does not use'",
        "eats-memory, 3, out of memory"
    })
    void the_reason_of_its_end_is_told(String name, int exitCode, String reason) throws Exception {
        var enclave = launcher.launch(name, image);
        connect(enclave);
        assertThat(end(enclave)).isEqualTo(new EnclaveExit(exitCode, reason));
    }

    @Test
    void a_killed_enclave_is_noticed() throws Exception {
        var enclave = launcher.launch("fake", image);
        ProcessHandle.of(enclave.pid()).orElseThrow().destroyForcibly();
        assertThat(end(enclave)).isEqualTo(new EnclaveExit(137, "killed by signal 9 (SIGKILL)"));
    }

    @Test
    void a_crash_of_its_jvm_leaves_no_dump_of_its_memory() throws Exception {
        var enclave = launcher.launch("fake", image);
        var home = enclave.recordSocket().getParent();
        assertThat(new ProcessBuilder("kill", "-SEGV", Long.toString(enclave.pid()))
                        .start()
                        .waitFor())
                .isZero();
        assertThat(end(enclave))
                .isEqualTo(new EnclaveExit(1, "the JVM crashed, or could not start the enclave runtime"));
        assertThat(home).doesNotExist();
        assertThat(Path.of("/tmp/hs_err_pid" + enclave.pid() + ".log")).doesNotExist();
    }

    @Test
    void a_refusal_is_reported_on_one_line() {
        var failure = failure(launcher, "refuses-early", image);
        assertThat(failure).hasMessage("Enclave refuses-early did not start: too large?[31m?for me");
        assertThat(failure.code()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void an_enclave_that_dies_is_reported_with_its_last_words() {
        var failure = failure(launcher, "dies", image);
        assertThat(failure)
                .hasMessage("Enclave dies ended before it was ready, a fault of the enclave runtime (exit 14);"
                        + " it wrote: fake: the reason why");
        assertThat(failure.code()).isEqualTo(Code.INTERNAL);
    }

    @ParameterizedTest
    @CsvSource({
        "babbles, 'Found a length of more than 3 bytes'",
        "ready-early, Found readiness of a process that did not take all of its image",
        "says-nothing, 'Found a boot reply without an outcome'",
        "floods-boot, 'Found a boot reply without an outcome'"
    })
    void nonsense_from_the_process_is_refused(String name, String found) {
        var failure = failure(launcher, name, image);
        assertThat(failure).hasMessageStartingWith("Enclave " + name + " broke the protocol of its start: " + found);
        assertThat(failure.code()).isEqualTo(Code.INTERNAL);
    }

    @Test
    void an_enclave_that_is_not_ready_in_time_is_killed() throws Exception {
        try (var impatient = start(options().withBootTimeout(Duration.ofSeconds(3)), FakeEnclaveMain.class.getName())) {
            var failure = failure(impatient, "silent", image);
            assertThat(failure).hasMessageStartingWith("Enclave silent was not ready within 3000 ms; it wrote");
            assertThat(failure.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
        }
    }

    @Test
    void log_lines_carry_level_and_name() throws Exception {
        launcher.launch("fake", image).close();
        // After it, all log lines have arrived.
        launcher.close();
        assertThat(log.lines()).contains("INFO fake: fake: the end");
    }

    @Test
    void a_flood_of_log_lines_is_cut_and_counted() throws Exception {
        launcher.launch("floods-log", image).close();
        // After it, all log lines have arrived.
        launcher.close();
        assertThat(log.lines()).contains("INFO floods-log: line 0").hasSizeLessThan(10_000);
        assertThat(log.lines()).anyMatch(line -> line.matches("WARNING floods-log: \\d+ log lines dropped.*"));
        assertThat(log.lines()).allMatch(line -> line.length() < LogPump.MAX_LINE_BYTES + 100);
    }

    @Test
    void a_missing_file_a_bad_image_and_a_bad_name_are_told_apart() throws Exception {
        var bad = Files.writeString(directory.resolve("bad.enclave"), "no image");
        assertThat(failure(launcher, "fake", directory.resolve("none")).code()).isEqualTo(Code.NOT_FOUND);
        assertThat(failure(launcher, "fake", directory).code()).isEqualTo(Code.NOT_FOUND);
        assertThat(failure(launcher, "fake", bad)).hasMessageStartingWith(bad + " is no enclave image: ");
        assertThat(failure(launcher, "fake", bad).code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(failure(launcher, "no name", image))
                .hasMessage("An enclave's name has 1 to 128 characters of [A-Za-z0-9._-], found 7: no name");
        assertThat(failure(launcher, "", image).code()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void an_image_that_is_neither_signed_nor_for_debugging_is_refused() throws Exception {
        var unsigned = Files.write(
                directory.resolve("unsigned.enclave"), TestImages.unsigned().bytes());

        assertThat(failure(launcher, "fake", unsigned).code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(failure(launcher, "fake", unsigned))
                .hasMessage("Enclave fake was not started: "
                        + TestImages.unsigned().launchProblem().orElseThrow());
    }

    @Test
    void an_image_whose_signature_is_wrong_is_refused() throws Exception {
        var wrong = Files.write(directory.resolve("wrong.enclave"), TestImages.wronglySigned());

        assertThat(failure(launcher, "fake", wrong).code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(failure(launcher, "fake", wrong)).hasMessageContaining("signature does not verify");
    }

    @Test
    void many_start_at_once_and_all_end_with_the_launcher() throws Exception {
        var enclaves = new ArrayList<LaunchedEnclave>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<LaunchedEnclave>> launches = List.of(
                    () -> launcher.launch("fake", image),
                    () -> launcher.launch("fake", image),
                    () -> launcher.launch("stubborn", image),
                    () -> launcher.launch("fake", image));
            for (var launch : threads.invokeAll(launches)) {
                enclaves.add(launch.get());
            }
        }
        assertThat(enclaves).extracting(LaunchedEnclave::recordSocket).doesNotHaveDuplicates();
        launcher.close();
        assertThat(enclaves).allSatisfy(enclave -> {
            assertThat(enclave.ended().toCompletableFuture()).isCompleted();
            assertThat(ProcessHandle.of(enclave.pid())).isEmpty();
        });
    }

    @Test
    void a_warm_process_takes_one_image_and_is_an_enclave_like_any_other() throws Exception {
        try (var other = start(options().withWarm(1), FakeEnclaveMain.class.getName());
                var first = launchWarm(other, "asks-twice");
                var second = launchWarm(other, "fake")) {
            assertThat(second.pid()).isNotEqualTo(first.pid());
            assertThat(second.recordSocket()).isNotEqualTo(first.recordSocket());
            var home = second.recordSocket().getParent();
            assertThat(connect(second).lines()).contains("environment {}", "directory " + home, "temporary " + home);
        }
        assertThat(log.lines()).contains("INFO fake: fake: the end").noneMatch(line -> line.startsWith("WARNING"));
    }

    @Test
    void nobody_gets_a_warm_process_that_died() throws Exception {
        try (var other = start(options().withWarm(1), FakeEnclaveMain.class.getName())) {
            launchWarm(other, "fake").close();
            for (long warm : awaitFakeEnclaves(1)) {
                ProcessHandle.of(warm).ifPresent(ProcessHandle::destroyForcibly);
                Leftovers.awaitEnd(warm);
            }
            try (var enclave = other.launch("fake", image)) {
                assertThat(connect(enclave)).contains("temporary ");
            }
        }
    }

    @Test
    void warm_processes_end_with_their_launcher() throws Exception {
        try (var _ = start(options().withWarm(2), FakeEnclaveMain.class.getName())) {
            awaitFakeEnclaves(2);
        }
        assertThat(fakeEnclaves()).isEmpty();
    }

    /** Launches until it got a process that was there before. */
    private LaunchedEnclave launchWarm(Launcher launcher, String name) throws Exception {
        for (int attempt = 0; attempt < 20; attempt++) {
            var before = fakeEnclaves();
            var enclave = launcher.launch(name, image);
            if (before.contains(enclave.pid())) {
                return enclave;
            }
            enclave.close();
            awaitFakeEnclaves(1);
        }
        throw new AssertionError("no launch got a warm process");
    }

    private static List<Long> awaitFakeEnclaves(int atLeast) {
        var deadline = Instant.now().plusSeconds(30);
        var found = fakeEnclaves();
        while (found.size() < atLeast) {
            assertThat(Instant.now()).as("time until there are %d", atLeast).isBefore(deadline);
            Thread.onSpinWait();
            found = fakeEnclaves();
        }
        return found;
    }

    /** Those whose program has begun: before, they have the command line of who starts them. */
    private static List<Long> fakeEnclaves() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.endsWith(FakeEnclaveMain.class.getName()))
                        .isPresent())
                .map(ProcessHandle::pid)
                .toList();
    }

    @Test
    void a_closed_launcher_starts_nothing() {
        launcher.close();
        launcher.close();
        assertThat(failure(launcher, "fake", image).code()).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void a_launch_under_way_ends_when_the_launcher_is_closed() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var failure = threads.submit(() -> failure(launcher, "silent", image));
            log.await("INFO silent: fake: thinking");
            launcher.close();
            assertThat(failure.get().code()).isEqualTo(Code.UNAVAILABLE);
        }
    }
}
