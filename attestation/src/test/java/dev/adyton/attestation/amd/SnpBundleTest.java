package dev.adyton.attestation.amd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.EndorsementBundle;
import dev.adyton.attestation.verify.SnpClaims.SigningKey;
import dev.adyton.attestation.verify.SnpEndorsements;
import dev.adyton.attestation.verify.SnpKey;
import dev.adyton.attestation.verify.SnpProduct;
import dev.adyton.attestation.verify.SnpVerifier;
import dev.adyton.testkit.vendors.AmdMachine;
import dev.adyton.testkit.vendors.AmdMachine.Product;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a bundle of endorsements is to the verifier of reports. */
class SnpBundleTest {
    @Test
    void a_bundle_is_asked_for_the_key_that_the_evidence_names() throws Exception {
        var machine = SnpMachine.turin();
        var data = ReportField.REPORT_DATA.bytes(machine.sign());
        var key = SnpKey.of(machine.evidence());
        var bundle = EndorsementBundle.EMPTY.with(key, machine.endorsements());
        var others = EndorsementBundle.EMPTY.with(SnpKey.of(SnpMachine.milan().sign()), machine.endorsements());
        var verifier = SnpVerifier.of(machine.anchors());

        assertThat(key.kind()).isEqualTo(SigningKey.VCEK);
        assertThat(key.product()).contains(SnpProduct.TURIN);
        assertThat(key.tcb(SnpProduct.TURIN))
                .isEqualTo(machine.verify().firmware().reported());
        assertThatThrownBy(() -> key.tcb(SnpProduct.MILAN))
                .hasMessageStartingWith("reported TCB: found ")
                .hasMessageEndingWith("zero, as it is Milan");
        assertThat(key.chipId()).contains(ReportField.CHIP_ID.bytes(machine.sign()));
        assertThat(key.reportedTcb()).isEqualTo(ReportField.REPORTED_TCB.bytes(machine.sign()));
        assertThat(verifier.withEndorsements(bundle)
                        .verify(machine.sign(), data, SnpMachine.NOW)
                        .product())
                .isEqualTo(SnpProduct.TURIN);
        assertThatThrownBy(() -> verifier.withEndorsements(others).verify(machine.sign(), data, SnpMachine.NOW))
                .hasMessage(
                        "certificate of the key that signed the report: found none, wanted one in the evidence or configured");
    }

    @Test
    void a_vlek_is_of_no_chip() throws Exception {
        var key = SnpKey.of(new SnpMachine(Product.GENOA, 3, AmdMachine.SigningKey.VLEK).sign());

        assertThat(key.kind()).isEqualTo(SigningKey.VLEK);
        assertThat(key.chipId()).isEmpty();
    }

    @Test
    void the_revocation_list_of_a_bundle_goes_before_that_of_the_evidence() throws Exception {
        var machine = SnpMachine.milan();
        machine.revocationList = Optional.of(machine.emptyList());
        var data = ReportField.REPORT_DATA.bytes(machine.sign());
        var evidence = machine.evidence();
        machine.revocationList = Optional.of(machine.emptyList().revoking(7));
        var revoking = machine.endorsements().revocationList().orElseThrow();
        var verifier = SnpVerifier.of(machine.anchors().requiringRevocationList());
        var own = EndorsementBundle.EMPTY.with(
                SnpKey.of(evidence), SnpEndorsements.of(Bytes.hex("00")).withRevocationList(revoking));

        assertThat(verifier.verify(evidence, data, SnpMachine.NOW).signer().revocationChecked())
                .isTrue();
        assertThatThrownBy(() -> verifier.withEndorsements(own).verify(evidence, data, SnpMachine.NOW))
                .hasMessageStartingWith("revocation of ");
    }
}
