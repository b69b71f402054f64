package dev.adyton.attestation.intel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceSamples;
import dev.adyton.attestation.EvidenceSamples.Sample;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.json.Json;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonNull;
import dev.adyton.attestation.json.JsonObject;
import dev.adyton.attestation.json.JsonParser;
import dev.adyton.attestation.verify.IntelAnchors;
import dev.adyton.attestation.verify.IntelClaims;
import dev.adyton.attestation.verify.IntelCollateral;
import dev.adyton.attestation.verify.IntelEndorsements;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.attestation.verify.SgxClaims;
import dev.adyton.attestation.verify.TcbStatus;
import dev.adyton.attestation.verify.TdxClaims;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.Certificates;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Quotes of real machines with collateral of their time, each judged at an instant at which all of it was valid. */
class IntelSamplesTest {
    private static final int MAX_META_BYTES = 64 * 1024;

    static final IntelAnchors INTEL = IntelAnchors.intel();

    static Stream<Sample> quotes() {
        return Stream.of("sgx", "tdx").flatMap(kind -> EvidenceSamples.of(kind).stream());
    }

    /** With a verdict. */
    static Stream<Sample> judged() {
        return quotes().filter(sample -> sample.has("collateral.json"));
    }

    private static IntelClaims verify(Sample sample, Instant at) throws VerificationException {
        return IntelVerifier.verify(sample.bytes("quote.bin"), collateral(sample), INTEL, at);
    }

    static IntelCollateral collateral(Sample sample) {
        try {
            return IntelCollateral.parse(sample.bytes("collateral.json"));
        } catch (MalformedEvidenceException e) {
            throw new AssertionError(e);
        }
    }

    static Instant evaluateAt(Sample sample) throws JsonException {
        return OffsetDateTime.parse(meta(sample).required("evaluateAt").asText())
                .toInstant();
    }

    private static JsonObject meta(Sample sample) throws JsonException {
        return JsonParser.parse(sample.bytes("meta.json"), MAX_META_BYTES).asObject();
    }

    @ParameterizedTest
    @MethodSource("judged")
    void a_sample_gets_the_verdict_that_is_expected(Sample sample) throws JsonException, VerificationException {
        var expected = meta(sample).required("expected").asObject();
        var at = evaluateAt(sample);
        var refused = refusedBy(sample);
        if (refused.isPresent()) {
            assertThat(check(sample, at)).isNotEqualTo("nothing").startsWith(refused.get());
        } else {
            assertVerdict(verify(sample, at), expected);
        }
    }

    /** What a sample is refused by that is not to be taken: an error is found somewhere, what has no level or is revoked by the TCB evaluation. */
    private static Optional<String> refusedBy(Sample sample) throws JsonException {
        var expected = meta(sample).required("expected").asObject();
        if (collateral(sample).pckCrl().isEmpty()) {
            return Optional.of("revocation");
        }
        if (!expected.required("errors").asArray().elements().isEmpty()) {
            return Optional.of("");
        }
        return switch (expected.required("merged").asText()) {
            case "NoMatch" -> Optional.of("TCB level");
            case "Revoked" -> Optional.of("TCB status");
            default -> Optional.empty();
        };
    }

    private static void assertVerdict(IntelClaims claims, JsonObject expected) throws JsonException {
        var tcb = claims.tcb();
        assertThat(tcb.status().label()).isEqualTo(expected.required("merged").asText());
        assertThat(tcb.level().label()).isEqualTo(expected.required("tcbLevel").asText());
        assertThat(tcb.sgxLevel().label())
                .isEqualTo(expected.required("sgxLevel").asText());
        assertThat(tcb.quotingEnclave().label())
                .isEqualTo(expected.required("qe").asText());
        assertThat(tcb.tdxModule().map(TcbStatus::label))
                .isEqualTo(expected.optional("tdxModule")
                        .filter(value -> !(value instanceof JsonNull))
                        .map(Json::describe)
                        .map(text -> text.replace("\"", "")));
        var advisories = new ArrayList<String>();
        for (var advisory : expected.required("advisories").asArray().elements()) {
            advisories.add(advisory.asText());
        }
        assertThat(tcb.advisories())
                .containsExactlyElementsOf(advisories.stream().sorted().toList());
    }

    @ParameterizedTest
    @MethodSource("judged")
    void the_claims_are_those_of_the_quote(Sample sample) throws JsonException, VerificationException {
        var meta = meta(sample);
        if (refusedBy(sample).isPresent()) {
            return;
        }
        var claims = verify(sample, evaluateAt(sample));

        assertThat(claims.hardware().fmspc()).isEqualTo(hex(meta, "fmspc"));
        assertThat(claims.hardware().ppid()).isEqualTo(hex(meta, "ppid"));
        assertThat(claims.debug()).isEqualTo(meta.required("debug").asBoolean());
        assertThat(claims.report().reportData()).isEqualTo(hex(meta, "reportData"));
        assertThat(claims.tcb().evaluationDataNumber())
                .isEqualTo(meta.required("tcbEvaluationDataNumber").asInteger(0, 100));
        assertThat(claims.simulated()).isFalse();
        assertThat(claims.issuedAt()).isEmpty();
        switch (claims) {
            case SgxClaims sgx -> {
                assertThat(sgx.platform()).isEqualTo("sgx");
                assertThat(sgx.report().mrEnclave()).isEqualTo(hex(meta, "mrenclave"));
            }
            case TdxClaims tdx -> {
                assertThat(tdx.platform()).isEqualTo("tdx");
                assertThat(tdx.report().mrTd()).isEqualTo(hex(meta, "mrtd"));
                assertThat(tdx.report().teeTcbSvn()).isEqualTo(hex(meta, "teeTcbSvn"));
                assertThat(tdx.report().tdAttributes()).isEqualTo(hex(meta, "tdAttributes"));
            }
        }
    }

    private static Bytes hex(JsonObject meta, String name) throws JsonException {
        return Bytes.hex(meta.required(name).asText());
    }

    @ParameterizedTest
    @MethodSource("judged")
    void both_ends_of_the_window_belong_to_it_and_a_second_beyond_does_not(Sample sample)
            throws JsonException, VerificationException {
        var window = meta(sample).required("window").asText().split(" \\.\\. ", 2);
        var from = OffsetDateTime.parse(window[0]).toInstant();
        var until = OffsetDateTime.parse(window[1]).toInstant();

        for (var inside : List.of(from, until)) {
            assertThat(check(sample, inside)).doesNotStartWith("validity");
        }
        for (var outside :
                List.of(from.minusSeconds(1), from.minusNanos(1), until.plusNanos(1), until.plusSeconds(1))) {
            assertThat(check(sample, outside)).startsWith("validity of ");
        }
    }

    /** What is refused, or that nothing is. */
    private static String check(Sample sample, Instant at) {
        try {
            verify(sample, at);
            return "nothing";
        } catch (VerificationException e) {
            return e.check();
        }
    }

    /** Some have no collateral, or a chain of which they have none. */
    @ParameterizedTest
    @MethodSource("quotes")
    void a_sample_is_signed_by_a_machine_of_intel_or_says_why_nobody_can_tell(Sample sample) throws JsonException {
        var asked = new ArrayList<Bytes>();
        IntelEndorsements none = platform -> {
            asked.add(platform.fmspc());
            throw new VerificationException("endorsements", "none", "some");
        };
        var refused = assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> new QuoteVerification(INTEL, none).verify(sample.bytes("quote.bin"), Instant.MIN))
                .actual();

        if (meta(sample).required("fmspc") instanceof JsonNull) {
            assertThat(refused.check()).endsWith("certification data type");
            assertThat(refused.wanted()).isEqualTo("5 (PCK certificate chain)");
        } else {
            assertThat(refused.check()).isEqualTo("endorsements");
            assertThat(asked).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("judged")
    void a_sample_of_one_kind_is_not_evidence_of_the_other(Sample sample) throws JsonException, VerificationException {
        var at = evaluateAt(sample);
        var endorsements = IntelEndorsements.of(collateral(sample));
        var quote = sample.bytes("quote.bin");
        var reportData = hex(meta(sample), "reportData");
        var sgx = sample.folder().getParent().endsWith("sgx");
        var other = sgx ? IntelVerifier.tdx(INTEL, endorsements) : IntelVerifier.sgx(INTEL, endorsements);

        assertThatExceptionOfType(VerificationException.class).isThrownBy(() -> other.verify(quote, reportData, at));
    }

    @Test
    void a_root_that_is_not_configured_is_not_trusted() throws JsonException, VerificationException {
        var sample = EvidenceSamples.folder("tdx/phala-v4");
        var other = IntelAnchors.of("00".repeat(32));
        var at = evaluateAt(sample);

        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> IntelVerifier.verify(sample.bytes("quote.bin"), collateral(sample), other, at))
                .withMessageStartingWith("root key of the PCK certificate chain: found " + IntelAnchors.INTEL_ROOT_KEY);
    }

    @Test
    void both_certificates_of_the_root_key_are_trusted() throws VerificationException {
        var roots = EvidenceSamples.folder("intel-root");
        for (var file : List.of(
                "Intel_SGX_Provisioning_Certification_RootCA.der", "Intel_SGX_RootCA_old_2018-2033-05-21.der")) {
            var root = Certificates.der(file, roots.bytes(file));
            assertThat(INTEL.trusts(root.getPublicKey())).isTrue();
        }
    }
}
