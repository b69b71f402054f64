package dev.adyton.attestation.appraise;

import static dev.adyton.attestation.appraise.Known.BINDER;
import static dev.adyton.attestation.appraise.Known.MEASUREMENT;
import static dev.adyton.attestation.appraise.Known.NOW;
import static dev.adyton.attestation.appraise.Known.OTHER_MEASUREMENT;
import static dev.adyton.attestation.appraise.Known.OTHER_SIGNER;
import static dev.adyton.attestation.appraise.Known.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.ChannelBinding;
import dev.adyton.attestation.Evidence;
import dev.adyton.attestation.RuntimeClaims;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.attestation.verify.EvidenceVerifier;
import dev.adyton.attestation.verify.PlatformClaims;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AppraiserTest {
    private final FakePlatform hardware = FakePlatform.hardware();
    private final FakePlatform simulated = FakePlatform.simulated();
    private final AppraisalPolicy policy = AppraisalPolicy.measurement(MEASUREMENT);

    private AttestationResult appraise(AppraisalPolicy by, Evidence evidence) {
        return Appraiser.of(by, List.of(hardware, simulated), () -> NOW).appraise(evidence, BINDER);
    }

    private AttestationResult appraise(AppraisalPolicy by, RuntimeClaims claims) {
        return appraise(by, hardware.evidence(claims, BINDER));
    }

    private static AttestationResult appraise(AppraisalPolicy by, FakePlatform platform) {
        return Appraiser.of(by, List.of(platform), () -> NOW)
                .appraise(platform.evidence(Known.release(), BINDER), BINDER);
    }

    private static void assertRefused(AttestationResult result, Rule... reasons) {
        assertThat(result.accepted()).isFalse();
        assertThat(result.rules().stream().filter(rule -> !rule.passed())).containsExactly(reasons);
        for (var reason : reasons) {
            assertThat(result.line()).startsWith("refused: ").contains(reason.name(), reason.found(), reason.wanted());
        }
    }

    private static Rule failed(String name, String found, String wanted) {
        return new Rule(name, false, found, wanted);
    }

    @Test
    void authentic_evidence_of_the_expected_image_is_accepted() {
        var result = appraise(policy, Known.release());
        assertThat(result.accepted()).isTrue();
        assertThat(result.claims().orElseThrow().runtime()).isEqualTo(Known.release());
        assertThat(result.appraisedAt()).isEqualTo(NOW);
        assertThat(result.rules())
                .containsExactly(
                        new Rule(
                                "platform",
                                true,
                                "tdx-dcap",
                                "a platform with hardware protection, none that is simulated"),
                        new Rule("authentic", true, "yes", "yes"),
                        new Rule("claims", true, "well-formed", "well-formed"),
                        new Rule("simulated platform", true, "no", "no"),
                        new Rule("platform debug", true, "no", "no"),
                        new Rule("measurement", true, MEASUREMENT.hex(), MEASUREMENT.hex()),
                        new Rule("debug image", true, "no", "no"),
                        new Rule("confinement", true, "process", "at least in-process"));
    }

    @Test
    void evidence_bound_to_another_channel_is_refused_and_its_claims_are_not_shown() {
        var other = Bytes.hex("44".repeat(64));
        var evidence = hardware.evidence(Known.release(), other);
        var result = appraise(policy, evidence);
        assertRefused(
                result,
                failed(
                        "authentic, report data",
                        ChannelBinding.reportData(evidence.claims(), other).hex(),
                        ChannelBinding.reportData(evidence.claims(), BINDER).hex()));
        assertThat(result.claims()).isEmpty();
        assertThat(result.describe() + result.toEat())
                .doesNotContain(MEASUREMENT.shortHex(), SIGNER.shortHex(), "demo");
    }

    @Test
    void evidence_under_other_claims_than_the_platform_bound_is_refused() {
        var genuine = hardware.evidence(Known.debug(), BINDER);
        var swapped =
                new Evidence(genuine.type(), genuine.platform(), Known.release().encode());
        assertThat(appraise(policy, swapped).claims()).isEmpty();
    }

    @Test
    void simulated_evidence_is_refused_unverified_unless_the_policy_allows_it() {
        var evidence = simulated.evidence(Known.release(), BINDER);
        var refused = appraise(policy, evidence);
        assertRefused(
                refused,
                failed("platform", "simulated", "a platform with hardware protection, none that is simulated"));
        assertThat(simulated.timesVerified()).isZero();

        var accepted = appraise(policy.allowSimulated(), evidence);
        assertThat(accepted.accepted()).isTrue();
        assertThat(accepted.simulated()).isTrue();
        assertThat(simulated.timesVerified()).isOne();
    }

    @Test
    void a_platform_that_calls_itself_otherwise_and_is_simulated_is_refused() {
        var masked = FakePlatform.simulated().ofType("tdx-dcap");
        assertRefused(appraise(policy, masked), failed("simulated platform", "yes", "no"));
    }

    @Test
    void evidence_of_a_platform_that_the_policy_does_not_name_is_refused_unverified() {
        var result = appraise(policy.withPlatforms(Set.of("sev-snp", "aws-nitro")), Known.release());
        assertRefused(result, failed("platform", "tdx-dcap", "aws-nitro or sev-snp, none that is simulated"));
        assertThat(hardware.timesVerified()).isZero();
    }

    @Test
    void evidence_that_nobody_can_verify_is_refused() {
        var evidence = hardware.ofType("sev-snp").evidence(Known.release(), BINDER);
        assertRefused(
                appraise(policy, evidence),
                failed("authentic", "no verifier for evidence of type sev-snp", "a type out of simulated, tdx-dcap"));
        var blind = Appraiser.of(policy, List.of(), () -> NOW).appraise(evidence, BINDER);
        assertRefused(blind, failed("authentic", "no verifier for evidence of type sev-snp", "a verifier"));
    }

    @Test
    void a_verifier_that_fails_refuses() {
        var broken = new EvidenceVerifier() {
            @Override
            public String type() {
                return "tdx-dcap";
            }

            @Override
            public PlatformClaims verify(Bytes platform, Bytes reportData, Instant at) {
                throw new IndexOutOfBoundsException("at 7");
            }
        };
        var result = Appraiser.of(policy, List.of(broken), () -> NOW)
                .appraise(hardware.evidence(Known.release(), BINDER), BINDER);
        assertRefused(
                result,
                failed(
                        "authentic",
                        "a verifier that failed: java.lang.IndexOutOfBoundsException: at 7",
                        "authentic evidence"));
    }

    @Test
    void authentic_evidence_of_malformed_claims_is_refused() {
        var claims = Bytes.hex("a0");
        var evidence = new Evidence("tdx-dcap", ChannelBinding.reportData(claims, BINDER), claims);
        var result = appraise(policy, evidence);
        assertRefused(
                result,
                failed("claims", "malformed: claims, version (0): found nothing, wanted an entry", "well-formed"));
        assertThat(result.claims()).isEmpty();
    }

    @Test
    void an_unlisted_measurement_is_refused() {
        assertRefused(
                appraise(AppraisalPolicy.measurement(OTHER_MEASUREMENT), Known.release()),
                failed("measurement", MEASUREMENT.hex(), OTHER_MEASUREMENT.hex()));
    }

    @Test
    void a_wrong_signer_and_none_are_refused() {
        var wanted = AppraisalPolicy.signer(OTHER_SIGNER);
        assertRefused(appraise(wanted, Known.release()), failed("signer", SIGNER.hex(), OTHER_SIGNER.hex()));
        assertRefused(
                appraise(wanted.allowDebug(), Known.debug()),
                failed("signer", "none (the image is not signed)", OTHER_SIGNER.hex()));
    }

    @Test
    void a_wrong_product_is_refused() {
        var wanted = AppraisalPolicy.of(IdentityExpectation.signer(SIGNER).withProductId(8));
        assertRefused(appraise(wanted, Known.release()), failed("product id", "7", "8"));
    }

    @Test
    void a_lower_security_version_is_refused_and_an_equal_or_higher_one_is_not() {
        var signer = IdentityExpectation.signer(SIGNER).withProductId(7);
        assertRefused(
                appraise(AppraisalPolicy.of(signer.withMinimumSecurityVersion(4)), Known.release()),
                failed("security version", "3", "at least 4"));
        assertThat(appraise(AppraisalPolicy.of(signer.withMinimumSecurityVersion(3)), Known.release())
                        .accepted())
                .isTrue();
        assertThat(appraise(AppraisalPolicy.of(signer.withMinimumSecurityVersion(2)), Known.release())
                        .accepted())
                .isTrue();
    }

    @Test
    void a_debug_image_is_refused_unless_the_policy_allows_it() {
        assertRefused(appraise(policy, Known.debug()), failed("debug image", "yes", "no"));
        assertThat(appraise(policy.allowDebug(), Known.debug()).accepted()).isTrue();
    }

    @Test
    void a_platform_that_lets_a_debugger_in_is_refused_whatever_the_policy_says_of_images() {
        var open = hardware.claiming(new FakePlatform.Claims("tdx", false, true, Optional.empty()));
        assertRefused(appraise(policy.allowDebug().allowSimulated(), open), failed("platform debug", "yes", "no"));
    }

    @Test
    void less_confinement_than_wanted_is_refused() {
        var wanted = policy.allowDebug().withMinimumConfinement(Confinement.PROCESS);
        assertRefused(appraise(wanted, Known.debug()), failed("confinement", "in-process", "at least process"));
        assertThat(appraise(wanted, Known.release()).accepted()).isTrue();
    }

    private static FakePlatform issued(Instant at) {
        return FakePlatform.hardware().claiming(new FakePlatform.Claims("tdx", false, false, Optional.of(at)));
    }

    @Test
    void evidence_may_be_as_old_as_the_policy_says_and_no_older() {
        var wanted = policy.withMaximumAge(Duration.ofSeconds(60));
        assertThat(appraise(wanted, issued(NOW)).accepted()).isTrue();
        assertThat(appraise(wanted, issued(NOW.minusSeconds(60))).accepted()).isTrue();
        assertRefused(
                appraise(wanted, issued(NOW.minusSeconds(60).minusNanos(1))),
                failed("age", "PT1M0.000000001S", "at most PT1M"));
    }

    @Test
    void evidence_from_the_future_and_evidence_without_a_time_count_as_too_old() {
        var wanted = policy.withMaximumAge(Duration.ofSeconds(60));
        assertRefused(
                appraise(wanted, issued(NOW.plusSeconds(2))),
                failed("age", "evidence from PT2S after this appraisal", "at most PT1M"));
        assertRefused(
                appraise(wanted, hardware),
                failed("age", "evidence that does not say when it was made", "at most PT1M"));
    }

    @Test
    void every_rule_is_shown_not_only_the_first_that_failed() {
        var wanted = AppraisalPolicy.of(IdentityExpectation.measurement(OTHER_MEASUREMENT)
                        .withProductId(1)
                        .withMinimumSecurityVersion(9))
                .withMinimumConfinement(Confinement.PROCESS)
                .withMaximumAge(Duration.ofSeconds(1));
        var result = appraise(wanted, Known.debug());
        assertThat(result.rules().stream().filter(rule -> !rule.passed()).map(Rule::name))
                .containsExactly("measurement", "product id", "security version", "debug image", "confinement", "age");
    }

    @Test
    void two_verifiers_of_one_type_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Appraiser.of(policy, List.of(hardware, FakePlatform.hardware()), () -> NOW))
                .withMessageContaining("found two for evidence of type 'tdx-dcap'");
    }
}
