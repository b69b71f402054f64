package dev.adyton.cli;

import static dev.adyton.cli.Ran.adyton;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.Evidence;
import dev.adyton.attestation.appraise.AttestationResult;
import dev.adyton.attestation.appraise.Rule;
import dev.adyton.channel.PeerRefusedException;
import io.grpc.Status;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailuresTest {
    @TempDir
    private Path directory;

    @Test
    void a_status_is_told_with_its_code() {
        var status = Status.UNAVAILABLE.withDescription("nobody listens on 127.0.0.1:1");
        assertThat(Failures.describe(status.asRuntimeException()))
                .isEqualTo("nobody listens on 127.0.0.1:1 (UNAVAILABLE)");
        assertThat(Failures.describe(status.asException())).isEqualTo("nobody listens on 127.0.0.1:1 (UNAVAILABLE)");
        assertThat(Failures.describe(Status.INTERNAL.asException())).isEqualTo("INTERNAL");
    }

    @Test
    void a_message_that_is_a_mere_name_gets_the_kind_of_failure_in_front() {
        assertThat(Failures.describe(new NoSuchFileException("/x"))).isEqualTo("NoSuchFileException: /x");
        assertThat(Failures.describe(new IllegalStateException())).isEqualTo("IllegalStateException");
        assertThat(Failures.describe(new IOException("disk is full"))).isEqualTo("disk is full");
    }

    @Test
    void a_failure_is_one_line_and_exit_code_1() {
        var ran = adyton("image", "inspect", directory.resolve("none.enclave").toString());
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("adyton: ").contains("none.enclave").hasLineCount(1);
    }

    @Test
    void a_refused_enclave_is_told_with_every_rule_and_an_exit_code_of_its_own() {
        var result = new AttestationResult(
                new Evidence("simulated", Bytes.hex("00"), Bytes.hex("00")),
                Bytes.hex("33".repeat(64)),
                Optional.empty(),
                List.of(
                        new Rule("platform", true, "simulated", "simulated"),
                        new Rule("debug image", false, "yes", "no")),
                Instant.EPOCH);
        var failure = Status.UNAUTHENTICATED
                .withDescription(result.line())
                .withCause(new PeerRefusedException(result))
                .asRuntimeException();
        var err = new StringWriter();
        var line = AdytonCommand.commandLine().setErr(new PrintWriter(err, true));
        assertThat(Failures.failed(failure, line, 0)).isEqualTo(3);
        assertThat(err.toString().lines())
                .hasSize(4)
                .last()
                .isEqualTo(
                        "adyton: the enclave was refused by debug image; nothing is sent to an enclave that was refused (UNAUTHENTICATED)");
        assertThat(err.toString())
                .containsPattern("pass +platform +simulated +simulated")
                .containsPattern("FAIL +debug image +yes +no");
    }

    @Test
    void a_failure_comes_with_its_stack_trace_when_verbose() {
        var ran = adyton(
                "-v", "image", "inspect", directory.resolve("none.enclave").toString());
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("\tat dev.adyton.cli.");
    }

    @Test
    void a_file_that_is_no_image_is_refused_with_the_reason() throws IOException {
        var file = Files.writeString(directory.resolve("junk.enclave"), "junk");
        var ran = adyton("image", "inspect", file.toString());
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).startsWith("adyton: ").contains("junk.enclave").hasLineCount(1);
    }
}
