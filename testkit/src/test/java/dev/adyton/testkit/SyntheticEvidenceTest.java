package dev.adyton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.Evidence;
import dev.adyton.attestation.RuntimeClaims;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.attestation.appraise.AppraisalPolicy;
import dev.adyton.attestation.appraise.Appraiser;
import dev.adyton.attestation.appraise.AttestationResult;
import dev.adyton.attestation.appraise.IdentityExpectation;
import dev.adyton.attestation.appraise.Rule;
import dev.adyton.attestation.simulated.SimulatedRoot;
import dev.adyton.attestation.simulated.SimulatedVerifier;
import dev.adyton.testkit.SyntheticEvidence.Claim;
import dev.adyton.testkit.SyntheticEvidence.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real verifier and a policy that asks for everything refuse whatever is wrong in one way, and say in which. */
class SyntheticEvidenceTest {
    private static final Bytes MEASUREMENT = Bytes.hex("11".repeat(48));
    private static final Bytes SIGNER = Bytes.hex("22".repeat(48));
    private static final Bytes BINDER = Bytes.hex("33".repeat(64));
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final RuntimeClaims CLAIMS =
            new RuntimeClaims(MEASUREMENT, Optional.of(SIGNER), "demo", 7, 3, false, "0.1.0", Confinement.PROCESS);
    private static final AppraisalPolicy POLICY = AppraisalPolicy.of(new IdentityExpectation.Image(
                    Optional.of(MEASUREMENT), Optional.of(SIGNER), OptionalInt.of(7), OptionalInt.of(3)))
            .allowSimulated()
            .withMaximumAge(Duration.ofMinutes(1))
            .withMinimumConfinement(Confinement.PROCESS);

    /** The rule that each claim is for; no rule looks at the others, which only inform. */
    private static final Map<Claim, String> RULES = Map.of(
            Claim.MEASUREMENT, "measurement",
            Claim.SIGNER, "signer",
            Claim.NO_SIGNER, "signer",
            Claim.PRODUCT_ID, "product id",
            Claim.SECURITY_VERSION, "security version",
            Claim.DEBUG, "debug image",
            Claim.CONFINEMENT, "confinement");

    private final SimulatedRoot root = SimulatedRoot.create();
    private final SyntheticEvidence synthetic = new SyntheticEvidence(root, () -> NOW, CLAIMS, BINDER);

    private AttestationResult appraise(AppraisalPolicy policy, Evidence evidence) {
        return Appraiser.of(policy, List.of(SimulatedVerifier.trusting(Set.of(root.fingerprint()))), () -> NOW)
                .appraise(evidence, BINDER);
    }

    private AttestationResult appraise(Evidence evidence) {
        return appraise(POLICY, evidence);
    }

    private void assertRefused(Evidence evidence, String rule) {
        var result = appraise(evidence);
        assertThat(result.accepted()).isFalse();
        assertThat(result.rules().stream().filter(each -> !each.passed()).map(Rule::name))
                .containsExactly(rule);
        assertThat(result.line()).startsWith("refused: " + rule + ": found ");
    }

    @Test
    void genuine_evidence_is_accepted() {
        var result = appraise(synthetic.genuine());
        assertThat(result.accepted()).as(result.describe()).isTrue();
        assertThat(result.line()).isEqualTo("SIMULATED enclave: no hardware protects it (measurement 11111111)");
    }

    @ParameterizedTest
    @EnumSource
    void a_claim_that_is_vouched_for_and_not_as_wanted_is_refused_by_its_rule_alone(Claim claim) {
        var evidence = synthetic.vouched(claim);
        var result = appraise(evidence);
        assertThat(result.claims().orElseThrow().runtime())
                .isEqualTo(claim.of(CLAIMS))
                .isNotEqualTo(CLAIMS);
        if (RULES.containsKey(claim)) {
            assertRefused(evidence, RULES.get(claim));
        } else {
            assertThat(result.accepted()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_claim_that_was_changed_after_signing_is_refused_and_not_shown(Claim claim) {
        var evidence = synthetic.forged(claim);
        assertRefused(evidence, "authentic, report data");
        assertThat(appraise(evidence).claims()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void damaged_evidence_is_refused_and_its_claims_are_not_shown(Part part) {
        var result = appraise(synthetic.damaged(part));
        assertThat(result.accepted()).isFalse();
        assertThat(result.claims()).isEmpty();
        assertThat(result.rules().getLast().name()).startsWith("authentic, simulated ");
    }

    @Test
    void evidence_for_another_nonce_is_refused() {
        assertRefused(synthetic.boundElsewhere(), "authentic, report data");
    }

    @Test
    void evidence_of_a_root_that_is_not_trusted_is_refused() {
        assertRefused(synthetic.ofAnotherRoot(), "authentic, simulated root");
    }

    @Test
    void old_evidence_is_refused() {
        assertThat(appraise(synthetic.ofAge(Duration.ofMinutes(1))).accepted()).isTrue();
        assertRefused(synthetic.ofAge(Duration.ofMinutes(1).plusMillis(1)), "age");
        assertRefused(synthetic.ofAge(Duration.ofMillis(-1)), "age");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sev-snp", "tdx-dcap", "sgx-dcap", "aws-nitro", "simulated2"})
    void simulated_evidence_under_another_label_is_refused(String type) {
        assertRefused(synthetic.labelled(type), "authentic");
    }

    @Test
    void simulated_evidence_is_refused_where_simulation_is_not_allowed() {
        var result = appraise(AppraisalPolicy.measurement(MEASUREMENT), synthetic.genuine());
        assertThat(result.line()).startsWith("refused: platform: found simulated, wanted ");
        assertThat(result.rules()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a0", "00", "f6", "ff", "b900" + "00"})
    void claims_that_are_none_are_refused(String encoded) {
        assertRefused(synthetic.binding(Bytes.hex(encoded)), "claims");
    }
}
