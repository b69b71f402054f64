package dev.adyton.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code ./adyton quickstart} as a newcomer meets it. */
class QuickstartTest extends CommandTest {
    static final String SIMULATED = "SIMULATED enclave: no hardware protects it \\(measurement [0-9a-f]{8}\\)\\n";

    private static final String ROCKS = "Asylo Rocks";
    private static final int NONCE_AND_TAG_BYTES = 28;

    private static final Path SETSID = Path.of("/usr/bin/setsid");

    static Stream<List<String>> places() {
        return Stream.of(
                List.of(),
                List.of("--backend", "process"),
                List.of("--backend", "in-process"),
                List.of("--provision", "local"));
    }

    private Done quickstart(List<String> place, String... more) throws Exception {
        return sandbox.adyton(Stream.of(Stream.of("quickstart"), place.stream(), Stream.of(more))
                .flatMap(part -> part)
                .toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("places")
    void it_prints_the_ciphertext_and_nothing_else(List<String> place) throws Exception {
        var done = quickstart(place, "--message", ROCKS);
        assertThat(done.err()).isEmpty();
        assertThat(done.exit()).isZero();
        assertThat(done.out())
                .matches(SIMULATED + "Encrypted message:\\n[0-9a-f]{" + 2 * (ROCKS.length() + NONCE_AND_TAG_BYTES)
                        + "}\\n");
    }

    @ParameterizedTest
    @MethodSource("places")
    void it_decrypts_back(List<String> place) throws Exception {
        var message = "Grüße, \uD83C\uDFDB and a \"quote\"";
        var done = quickstart(place, "--message", message, "--decrypt-back");
        assertThat(done.err()).isEmpty();
        assertThat(done.out())
                .matches(SIMULATED + "Encrypted message:\\n[0-9a-f]+\\nDecrypted message:\\n.*\\n")
                .endsWith("\n" + message + "\n");
    }

    @Test
    void two_runs_print_different_ciphertexts() throws Exception {
        var in = List.of("--backend", "in-process");
        assertThat(quickstart(in, "--message", ROCKS).out())
                .isNotEqualTo(quickstart(in, "--message", ROCKS).out());
    }

    @Test
    void the_longest_message_goes_through() throws Exception {
        var message = "x".repeat(64 * 1024);
        var done = quickstart(List.of(), "--message", message, "--decrypt-back");
        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(done.out()).endsWith("\n" + message + "\n");
    }

    @Test
    void a_message_is_never_a_file_to_read_arguments_from() throws Exception {
        var done = quickstart(List.of("--backend", "in-process"), "--message", "@README.md", "--decrypt-back");
        assertThat(done.out()).endsWith("\n@README.md\n");
    }

    @Test
    void a_message_that_is_empty_or_too_long_is_bad_usage_in_one_line() throws Exception {
        for (var message : List.of("", "x".repeat(64 * 1024 + 1))) {
            var done = quickstart(List.of(), "--message", message);
            assertThat(done.exit()).isEqualTo(2);
            assertThat(done.out()).isEmpty();
            assertThat(done.err())
                    .contains("found " + message.length() + " bytes", "1 to 65536")
                    .hasLineCount(1);
        }
    }

    @Test
    void verbose_tells_what_happens() throws Exception {
        var done = quickstart(List.of("--backend", "process"), "-v");
        assertThat(done.exit()).isZero();
        assertThat(done.out()).matches(SIMULATED + "Encrypted message:\\n[0-9a-f]+\\n");
        assertThat(done.err()).contains("starting the enclave", "the enclave is destroyed");
    }

    @Test
    void a_server_that_is_not_there_is_a_failure_in_one_line() throws Exception {
        var address = "127.0.0.1:" + Sandbox.freePort();
        var done = quickstart(List.of("--provision-server", address));
        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.out()).isEmpty();
        assertThat(done.err())
                .startsWith("adyton: ")
                .contains(address, "UNAVAILABLE")
                .hasLineCount(1);
    }

    @Test
    void an_image_that_is_none_is_a_failure_in_one_line() throws Exception {
        var done = quickstart(List.of(), "--image", "README.md");
        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.err()).startsWith("adyton: ").hasLineCount(1);
    }

    @ParameterizedTest
    @MethodSource("places")
    void told_to_end_it_takes_its_enclave_along(List<String> place) throws Exception {
        var running = sandbox.startAdyton(
                Stream.concat(Stream.of("-v", "quickstart"), place.stream()).toArray(String[]::new));
        running.awaitErr(text -> text.contains("starting the enclave"));
        running.terminate();
        // Usually the signal; 0 where it had finished already.
        assertThat(running.await().exit()).isIn(143, 0);
    }

    /** As Ctrl-C in a terminal does: each process that it has started gets the signal too, whatever it is doing. */
    @ParameterizedTest
    @MethodSource("places")
    void a_signal_to_all_of_its_processes_leaves_nothing(List<String> place) throws Exception {
        assumeTrue(Files.isExecutable(SETSID), "no setsid to make a process group with");
        var command = Stream.of(
                        Stream.of(
                                SETSID.toString(),
                                Checkout.ROOT.resolve("adyton").toString(),
                                "-v",
                                "quickstart"),
                        place.stream())
                .flatMap(part -> part);
        var running = sandbox.start(command.toArray(String[]::new));
        running.awaitErr(text -> text.contains(place.contains("--provision") ? "image " : "starting the enclave"));
        var group = "-" + running.handle().pid();
        sandbox.start("/bin/sh", "-c", "kill -s TERM -- " + group).await();
        assertThat(running.await().exit()).isIn(143, 0);
        for (var process : Sandbox.processes()) {
            process.onExit().get(30, TimeUnit.SECONDS);
        }
    }
}
