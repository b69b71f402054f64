package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.adyton.attestation.Attester;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.Evidence;
import dev.adyton.attestation.EvidenceUnavailableException;
import dev.adyton.protocol.EvidenceReply;
import dev.adyton.protocol.EvidenceRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvidenceAnswersTest {
    private static final Bytes EVIDENCE = Bytes.utf8("evidence");

    private final List<Bytes> attested = new ArrayList<>();
    private int kills;

    @Test
    void each_request_is_answered_in_order_with_evidence_for_its_binder() throws Exception {
        var replies = replies(this::attest, request(1, 64), request(2, 64), request(3, 64));

        assertThat(replies).extracting(EvidenceReply::getId).containsExactly(1L, 2L, 3L);
        assertThat(attested).containsExactly(binder(1, 64), binder(2, 64), binder(3, 64));
        assertThat(replies)
                .allSatisfy(reply -> assertThat(
                                Evidence.decode(Bytes.of(reply.getEvidence().toByteArray()))
                                        .platform())
                        .isEqualTo(EVIDENCE));
        assertThat(kills).isZero();
    }

    @Test
    void an_enclave_that_ends_is_not_killed() throws Exception {
        assertThat(replies(this::attest)).isEmpty();
        assertThat(kills).isZero();
    }

    @Test
    void why_there_is_no_evidence_is_told_on_one_line_and_may_be_different_later() throws Exception {
        Attester none = binder -> {
            if (attested.isEmpty()) {
                attested.add(binder);
                throw new EvidenceUnavailableException("the platform\nis busy");
            }
            return attest(binder);
        };

        var replies = replies(none, request(1, 64), request(2, 64));

        assertThat(replies.getFirst().getUnavailable()).isEqualTo("the platform?is busy");
        assertThat(replies.getLast().hasEvidence()).isTrue();
    }

    @Test
    void nothing_is_attested_and_the_enclave_killed_after_a_malformed_request() throws Exception {
        var replies = replies(this::attest, request(1, 64), request(3, 64), request(2, 64));

        assertThat(replies).hasSize(1);
        assertThat(attested).hasSize(1);
        assertThat(kills).isEqualTo(1);
    }

    @Test
    void a_binder_of_another_length_is_not_attested() throws Exception {
        for (int length : new int[] {0, 63, 65}) {
            assertThat(replies(this::attest, request(1, length))).isEmpty();
        }
        assertThat(attested).isEmpty();
        assertThat(kills).isEqualTo(3);
    }

    @Test
    void one_that_asks_without_end_keeps_the_platform_busy_for_a_while_only() throws Exception {
        var requests = IntStream.rangeClosed(1, EvidenceAnswers.BURST + 2)
                .mapToObj(id -> request(id, 64))
                .toArray(EvidenceRequest[]::new);

        var replies = replies(this::attest, requests);

        assertThat(attested).hasSize(EvidenceAnswers.BURST);
        assertThat(replies).hasSize(requests.length);
        assertThat(replies.getLast().getUnavailable())
                .isEqualTo("found more than 100 requests at once, wanted at most 50 a second from then on");
        assertThat(kills).isZero();
    }

    @Test
    void an_enclave_whose_pipe_breaks_is_killed() throws Exception {
        var broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        run(this::attest, broken, request(1, 64));

        assertThat(kills).isEqualTo(1);
    }

    @Test
    void an_enclave_for_which_evidence_breaks_down_is_not_left_waiting() throws Exception {
        Attester broken = binder -> {
            throw new IllegalStateException("a bug of the platform's");
        };

        assertThat(replies(broken, request(1, 64))).isEmpty();
        assertThat(kills).isEqualTo(1);
    }

    private Evidence attest(Bytes binder) {
        attested.add(binder);
        return new Evidence("test", EVIDENCE, Bytes.utf8("claims"));
    }

    private List<EvidenceReply> replies(Attester attester, EvidenceRequest... requests) throws IOException {
        var out = new ByteArrayOutputStream();
        run(attester, out, requests);
        var in = new ByteArrayInputStream(out.toByteArray());
        var replies = new ArrayList<EvidenceReply>();
        while (in.available() > 0) {
            replies.add(DelimitedMessages.read(in, EvidenceReply.parser()).orElseThrow());
        }
        return replies;
    }

    private void run(Attester attester, OutputStream out, EvidenceRequest... requests) throws IOException {
        var in = new ByteArrayOutputStream();
        for (var request : requests) {
            request.writeDelimitedTo(in);
        }
        var limit = new RateLimit(EvidenceAnswers.BURST, EvidenceAnswers.PER_SECOND, () -> 0);
        new EvidenceAnswers("test", new ByteArrayInputStream(in.toByteArray()), out, attester, limit, () -> kills++)
                .run();
    }

    private static EvidenceRequest request(long id, int binderBytes) {
        return EvidenceRequest.newBuilder()
                .setId(id)
                .setBinder(ByteString.copyFrom(binder(id, binderBytes).toByteArray()))
                .build();
    }

    private static Bytes binder(long id, int bytes) {
        var binder = new byte[bytes];
        if (bytes > 0) {
            binder[0] = (byte) id;
        }
        return Bytes.of(binder);
    }
}
