package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.ByteString;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.Evidence;
import dev.adyton.protocol.EvidenceReply;
import dev.adyton.protocol.EvidenceRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class EvidenceAnswersFuzzTest {
    private static final Evidence EVIDENCE = new Evidence("test", Bytes.utf8("platform"), Bytes.utf8("claims"));

    static Stream<byte[]> seeds() throws IOException {
        var two = new ByteArrayOutputStream();
        for (int id = 1; id <= 2; id++) {
            EvidenceRequest.newBuilder()
                    .setId(id)
                    .setBinder(ByteString.copyFrom(new byte[64]))
                    .build()
                    .writeDelimitedTo(two);
        }
        return Stream.of(two.toByteArray());
    }

    @MethodSource("seeds")
    @FuzzTest
    void whatever_an_enclave_writes_is_answered_once_each_or_gets_it_killed(byte[] written) throws IOException {
        var out = new ByteArrayOutputStream();
        var attested = new AtomicInteger();
        var kills = new AtomicInteger();
        new EvidenceAnswers(
                        "fuzz",
                        new ByteArrayInputStream(written),
                        out,
                        binder -> {
                            assertThat(binder.size()).isEqualTo(64);
                            attested.incrementAndGet();
                            return EVIDENCE;
                        },
                        new RateLimit(Integer.MAX_VALUE, 1, () -> 0),
                        kills::incrementAndGet)
                .run();

        assertThat(kills).hasValueLessThan(2);
        var replies = new ByteArrayInputStream(out.toByteArray());
        for (int id = 1; id <= attested.get(); id++) {
            assertThat(DelimitedMessages.read(replies, EvidenceReply.parser())
                            .orElseThrow()
                            .getId())
                    .isEqualTo(id);
        }
        assertThat(replies.available()).isZero();
    }
}
