package dev.adyton.attestation.amd;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.SnpVerifier;
import dev.adyton.attestation.verify.VerificationException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class SnpEvidenceFuzzTest {
    private static final Bytes MILAN = SnpMachine.milan().evidence();
    private static final Bytes TURIN = SnpMachine.turin().evidence();
    private static final SnpVerifier VERIFIER =
            SnpVerifier.of(SnpMachine.milan().anchors());

    static Stream<byte[]> seeds() {
        return Stream.of(MILAN.toByteArray(), TURIN.toByteArray());
    }

    @MethodSource("seeds")
    @FuzzTest
    void evidence_is_refused_with_a_reason_or_has_the_report_that_was_signed(byte[] evidence) {
        try {
            VERIFIER.verify(Bytes.of(evidence), Bytes.hex("03".repeat(64)), SnpMachine.NOW);
            assertThat(Bytes.of(evidence).slice(0, ReportField.REPORT_BYTES))
                    .isEqualTo(MILAN.slice(0, ReportField.REPORT_BYTES));
        } catch (VerificationException e) {
            assertThat(e).hasMessageMatching("[ -~]{10,}");
        }
    }
}
