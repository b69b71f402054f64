package dev.adyton.enclave.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.Evidence;
import dev.adyton.attestation.EvidenceUnavailableException;
import dev.adyton.protocol.EvidenceReply;
import dev.adyton.protocol.EvidenceRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LauncherLineTest {
    private static final Bytes BINDER = Bytes.of(new byte[64]);
    private static final Evidence EVIDENCE = new Evidence("test", Bytes.utf8("platform"), Bytes.utf8("claims"));

    private final Pipe toEnclave = Pipe.open();
    private final Pipe toLauncher = Pipe.open();
    private final OutputStream launcherSays = Channels.newOutputStream(toEnclave.sink());
    private final InputStream launcherHears = Channels.newInputStream(toLauncher.source());
    private LauncherLine line;
    private CompletableFuture<Void> listening;

    LauncherLineTest() throws IOException {}

    @BeforeEach
    void open() {
        line = new LauncherLine(
                new LauncherStreams(
                        Channels.newInputStream(toEnclave.source()), Channels.newOutputStream(toLauncher.sink())),
                LauncherLine.PATIENCE);
        listening = Rig.async(() -> {
            try {
                line.listen();
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }

    @AfterEach
    void end() throws IOException {
        launcherSays.close();
        listening.handle((_, _) -> true).join();
        toEnclave.source().close();
        toLauncher.sink().close();
        launcherHears.close();
    }

    @Test
    void the_launcher_is_asked_for_the_binder_and_its_evidence_returned() throws Exception {
        for (int id = 1; id <= 2; id++) {
            var evidence = attest();
            var request = EvidenceRequest.parseDelimitedFrom(launcherHears);
            assertThat(request.getId()).isEqualTo(id);
            assertThat(request.getBinder().toByteArray()).isEqualTo(BINDER.toByteArray());
            answer(evidence(id));
            assertThat(evidence.join()).isEqualTo(EVIDENCE);
        }
    }

    @Test
    void why_there_is_no_evidence_is_told_and_it_can_be_asked_for_again() throws Exception {
        var none = attest();
        awaitRequest(1);
        answer(EvidenceReply.newBuilder().setId(1).setUnavailable("the platform is busy"));
        assertUnavailable(none, "the platform is busy");

        var some = attest();
        awaitRequest(2);
        answer(evidence(2));
        assertThat(some.join()).isEqualTo(EVIDENCE);
    }

    @Test
    void an_answer_to_another_request_ends_the_listening() throws Exception {
        var evidence = attest();
        awaitRequest(1);
        answer(evidence(2));
        assertListeningEnds("evidence reply: found id 2, wanted 1");
        assertThat(evidence).isNotDone();
    }

    @Test
    void an_answer_that_is_no_evidence_is_no_answer() throws Exception {
        var evidence = attest();
        awaitRequest(1);
        answer(EvidenceReply.newBuilder().setId(1).setEvidence(ByteString.copyFromUtf8("evidence")));
        assertUnavailable(evidence, "the launcher answered no evidence: ");
    }

    @Test
    void an_answer_without_outcome_is_no_answer() throws Exception {
        var evidence = attest();
        awaitRequest(1);
        answer(EvidenceReply.newBuilder().setId(1));
        assertUnavailable(evidence, "the launcher answered neither evidence nor why there is none");
    }

    @Test
    void a_launcher_that_did_not_answer_in_time_is_asked_again_when_it_has() throws Exception {
        var late = new ByteArrayOutputStream();
        evidence(1).build().writeDelimitedTo(late);
        var slow = new LauncherLine(
                new LauncherStreams(new ByteArrayInputStream(late.toByteArray()), new ByteArrayOutputStream()),
                Duration.ofMillis(1));

        assertUnavailable(slow, "the launcher gave no answer within 1 ms");
        assertUnavailable(slow, "the launcher has not answered an earlier request yet");
        slow.listen();
        assertUnavailable(slow, "the launcher gave no answer within 1 ms");
    }

    @Test
    void a_launcher_that_does_not_hear_gives_no_evidence() throws Exception {
        launcherHears.close();
        assertUnavailable(attest(), "the launcher does not hear: ");
    }

    @Test
    void the_launchers_end_ends_the_listening() throws Exception {
        launcherSays.close();
        assertThat(Rig.await(listening)).isNull();
    }

    @Test
    void bytes_that_are_no_reply_end_the_listening_with_a_reason() throws Exception {
        launcherSays.write(new byte[] {2, -1, -1});
        assertListeningEnds("evidence reply: is malformed");
    }

    @Test
    void a_reply_that_is_too_long_is_not_read() throws Exception {
        launcherSays.write(new byte[] {(byte) 0x81, (byte) 0x80, 4});
        assertListeningEnds("evidence reply: found 65537 bytes, wanted at most 65536");
    }

    @Test
    void a_reply_that_nobody_asked_for_ends_the_listening() throws Exception {
        answer(evidence(1));
        assertListeningEnds("evidence reply: found id 1, wanted none");
    }

    private void assertListeningEnds(String reason) {
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> Rig.await(listening))
                .withMessageContaining(reason);
    }

    private void awaitRequest(long id) throws IOException {
        assertThat(EvidenceRequest.parseDelimitedFrom(launcherHears).getId()).isEqualTo(id);
    }

    private CompletableFuture<Evidence> attest() {
        return Rig.async(() -> {
            try {
                return line.attest(BINDER);
            } catch (EvidenceUnavailableException e) {
                throw new CompletionException(e);
            }
        });
    }

    private static void assertUnavailable(CompletableFuture<Evidence> evidence, String reason) {
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(evidence::join)
                .havingCause()
                .isInstanceOf(EvidenceUnavailableException.class)
                .withMessageStartingWith(reason);
    }

    private static void assertUnavailable(LauncherLine line, String reason) {
        assertThatExceptionOfType(EvidenceUnavailableException.class)
                .isThrownBy(() -> line.attest(BINDER))
                .withMessage(reason);
    }

    private static EvidenceReply.Builder evidence(long id) {
        return EvidenceReply.newBuilder()
                .setId(id)
                .setEvidence(ByteString.copyFrom(EVIDENCE.encode().toByteArray()));
    }

    private void answer(EvidenceReply.Builder reply) throws IOException {
        reply.build().writeDelimitedTo(launcherSays);
        launcherSays.flush();
    }
}
