package dev.adyton.attestation.appraise;

import static dev.adyton.attestation.appraise.Known.BINDER;
import static dev.adyton.attestation.appraise.Known.MEASUREMENT;
import static dev.adyton.attestation.appraise.Known.NOW;
import static dev.adyton.attestation.appraise.Known.OTHER_MEASUREMENT;
import static dev.adyton.attestation.appraise.Known.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.RuntimeClaims;
import dev.adyton.attestation.SavedEvidence;
import dev.adyton.attestation.json.JsonObject;
import dev.adyton.attestation.json.JsonParser;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttestationResultTest {
    private static final AppraisalPolicy POLICY =
            AppraisalPolicy.measurement(MEASUREMENT).allowSimulated();

    private static AttestationResult result(AppraisalPolicy policy, FakePlatform platform, RuntimeClaims claims) {
        return Appraiser.of(policy, List.of(platform), () -> NOW).appraise(platform.evidence(claims, BINDER), BINDER);
    }

    private static AttestationResult accepted(FakePlatform platform) {
        return result(POLICY, platform, Known.release());
    }

    private static AttestationResult refused() {
        return result(AppraisalPolicy.measurement(OTHER_MEASUREMENT), FakePlatform.hardware(), Known.debug());
    }

    private static JsonObject eat(AttestationResult result) throws Exception {
        return JsonParser.parse(Bytes.utf8(result.toEat()), 100_000).asObject();
    }

    @Test
    void the_line_of_a_simulated_enclave_says_so_first() {
        assertThat(accepted(FakePlatform.simulated()).line())
                .isEqualTo("SIMULATED enclave: no hardware protects it (measurement 1a2b3c4d)");
    }

    @Test
    void the_line_of_a_protected_enclave_names_its_platform() {
        assertThat(accepted(FakePlatform.hardware()).line()).isEqualTo("TDX enclave (measurement 1a2b3c4d)");
    }

    @Test
    void the_line_of_a_refused_enclave_has_every_rule_that_failed() {
        assertThat(refused().line())
                .isEqualTo("refused: measurement: found " + MEASUREMENT + ", wanted " + OTHER_MEASUREMENT
                        + "; debug image: found yes, wanted no");
    }

    @Test
    void a_result_without_claims_or_without_rules_is_never_an_acceptance() {
        var good = accepted(FakePlatform.hardware());
        var unlooked = new AttestationResult(good.evidence(), BINDER, good.claims(), List.of(), NOW);
        assertThat(unlooked.accepted()).isFalse();
        assertThat(unlooked.line()).isEqualTo("refused: nothing was looked at");
        var unauthentic = new AttestationResult(good.evidence(), BINDER, Optional.empty(), good.rules(), NOW);
        assertThat(unauthentic.accepted()).isFalse();
        assertThat(unauthentic.simulated()).isFalse();
        assertThat(unauthentic.line()).startsWith("refused: ");
    }

    @Test
    void the_long_form_has_every_claim_and_every_rule() {
        assertThat(refused().describe())
                .contains("refused: measurement")
                .containsPattern("measurement +" + MEASUREMENT)
                .containsPattern("signer +none \\(not signed\\)")
                .containsPattern("product id +7")
                .containsPattern("security version +3")
                .containsPattern("confinement +in-process")
                .containsPattern("pass authentic +found yes, wanted yes")
                .containsPattern("FAIL measurement +found " + MEASUREMENT + ", wanted " + OTHER_MEASUREMENT)
                .containsPattern("FAIL debug image +found yes, wanted no");
        assertThat(accepted(FakePlatform.simulated()).describe()).contains("simulated (SIMULATED)");
    }

    @Test
    void nothing_from_evidence_reaches_a_terminal_as_a_control_character() {
        assertThat(refused().describe()).contains("yes?[31m").matches("(?s)[ -~\n]*");
        assertThat(new Rule("a\u001b", false, "b\nc", "d\u202e").line()).isEqualTo("a?: found b?c, wanted d?");
        assertThat(new Rule("a", false, "x".repeat(2000), "").found())
                .hasSize(Rule.MAX_CHARS)
                .endsWith("...");
    }

    @Test
    void an_eat_has_the_registered_claims_and_every_rule() throws Exception {
        var eat = eat(accepted(FakePlatform.hardware()));
        assertThat(eat.required("eat_profile").asText()).isEqualTo("tag:adyton.dev,2026:attestation-result:1");
        assertThat(eat.required("iat").asInteger(0, Long.MAX_VALUE)).isEqualTo(NOW.getEpochSecond());
        // RFC 9711 section 4.1: 8 to 88 characters.
        assertThat(eat.required("eat_nonce").asText()).hasSize(86).startsWith("MzMz");
        assertThat(eat.required("dbgstat").asText()).isEqualTo("disabled");
        assertThat(eat.required("adyton.status").asText()).isEqualTo("affirming");
        assertThat(eat.required("adyton.rules").asArray().elements()).hasSize(8);
        var enclave = eat.required("submods").asObject().required("enclave").asObject();
        assertThat(enclave.required("swname").asText()).isEqualTo("demo");
        assertThat(enclave.required("dbgstat").asText()).isEqualTo("disabled");
        assertThat(enclave.required("adyton.measurement").asText()).isEqualTo(MEASUREMENT.hex());
        assertThat(enclave.required("adyton.signer").asText()).isEqualTo(SIGNER.hex());
        assertThat(enclave.required("adyton.security-version").asInteger(0, 65535))
                .isEqualTo(3);
    }

    @Test
    void an_eat_tells_protection_from_simulation_and_debugging_and_both_from_a_refusal() throws Exception {
        assertThat(eat(accepted(FakePlatform.simulated()))
                        .required("adyton.status")
                        .asText())
                .isEqualTo("warning");
        assertThat(eat(result(POLICY.allowDebug(), FakePlatform.hardware(), Known.debug()))
                        .required("adyton.status")
                        .asText())
                .isEqualTo("warning");
        assertThat(eat(refused()).required("adyton.status").asText()).isEqualTo("contraindicated");
    }

    @Test
    void evidence_is_kept_to_be_appraised_again() throws Exception {
        var result = refused();
        var saved = SavedEvidence.parse(Bytes.utf8(result.saved().toJson()));
        assertThat(saved).isEqualTo(new SavedEvidence(result.evidence(), BINDER, NOW));
        var again = Appraiser.of(POLICY.allowDebug(), List.of(FakePlatform.hardware()), () -> NOW)
                .appraise(saved.evidence(), saved.binder());
        assertThat(again.accepted()).isTrue();
    }
}
