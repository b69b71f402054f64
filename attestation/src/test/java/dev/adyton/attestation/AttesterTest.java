package dev.adyton.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttesterTest {
    private static final RuntimeClaims CLAIMS = new RuntimeClaims(
            Bytes.hex("11".repeat(48)), Optional.empty(), "demo", 0, 0, true, "0.1.0", Confinement.PROCESS);
    private static final Bytes BINDER = Bytes.hex("33".repeat(64));

    /** Vouches by repeating, and remembers for what. */
    private static final class Recorder implements EvidenceSource {
        private final List<Bytes> vouchedFor = new ArrayList<>();

        @Override
        public String type() {
            return "recorded";
        }

        @Override
        public Bytes evidence(Bytes reportData) throws EvidenceUnavailableException {
            if (vouchedFor.contains(reportData)) {
                throw new EvidenceUnavailableException("found the same report data again, wanted others");
            }
            vouchedFor.add(reportData);
            return reportData;
        }
    }

    @Test
    void the_platform_vouches_for_the_claims_and_the_binder_together() throws Exception {
        var source = new Recorder();
        var evidence = Attester.of(source, CLAIMS).attest(BINDER);
        var reportData = ChannelBinding.reportData(CLAIMS.encode(), BINDER);
        assertThat(source.vouchedFor).containsExactly(reportData);
        assertThat(evidence).isEqualTo(new Evidence("recorded", reportData, CLAIMS.encode()));
    }

    @Test
    void what_is_no_binder_is_not_vouched_for() {
        var source = new Recorder();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Attester.of(source, CLAIMS).attest(Bytes.hex("33")))
                .withMessageContaining("found 1 bytes, wanted 64");
        assertThat(source.vouchedFor).isEmpty();
    }

    @Test
    void a_platform_that_gives_no_evidence_says_why() throws Exception {
        var attester = Attester.of(new Recorder(), CLAIMS);
        attester.attest(BINDER);
        assertThatThrownBy(() -> attester.attest(BINDER))
                .isInstanceOf(EvidenceUnavailableException.class)
                .hasMessageContaining("the same report data again");
    }
}
