package dev.adyton.attestation.appraise;

import static dev.adyton.attestation.appraise.Hardware.octets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.Attester;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.Evidence;
import dev.adyton.attestation.EvidenceSource;
import dev.adyton.attestation.EvidenceUnavailableException;
import dev.adyton.attestation.amd.SnpMachine;
import dev.adyton.attestation.intel.SyntheticIntel;
import dev.adyton.attestation.nitro.NitroEnclave;
import dev.adyton.attestation.verify.EndorsementBundle;
import dev.adyton.attestation.verify.EvidenceVerifier;
import dev.adyton.attestation.verify.HardwareAnchors;
import dev.adyton.attestation.verify.IntelKind;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.AmdMachine.Product;
import dev.adyton.testkit.vendors.AmdMachine.SigningKey;
import dev.adyton.testkit.vendors.IntelDocuments;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Evidence of synthetic hardware, from its bytes to the decision. */
class HardwareVerifiersTest {
    private static final SyntheticIntel SGX = new SyntheticIntel(Kind.SGX_3);
    private static final SyntheticIntel TDX = new SyntheticIntel(Kind.TDX_4);
    private static final SnpMachine SNP = new SnpMachine(Product.GENOA, 3, SigningKey.VCEK);
    private static final NitroEnclave NITRO = new NitroEnclave();
    private static final HardwareAnchors ANCHORS =
            new HardwareAnchors(SyntheticIntel.anchors(), SNP.anchors(), NITRO.verifier());
    private static final EndorsementBundle BUNDLE = bundle();
    private static final Bytes DATA = octets(64, 0x5a);

    /** A machine as a source of evidence, and what is wanted of it. */
    record Machine(PlatformExpectation wanted, UnaryOperator<byte[]> evidence, Instant at) implements EvidenceSource {
        @Override
        public String type() {
            return wanted.type();
        }

        @Override
        public Bytes evidence(Bytes reportData) {
            return Bytes.of(evidence.apply(reportData.toByteArray()));
        }

        @Override
        public String toString() {
            return type();
        }
    }

    static Stream<Machine> machines() {
        return Stream.of(
                new Machine(Hardware.sgx(), data -> SGX.reportData(data).signedQuote(), SyntheticIntel.NOW),
                new Machine(Hardware.tdx(), data -> TDX.reportData(data).signedQuote(), SyntheticIntel.NOW),
                new Machine(Hardware.snp(), data -> SNP.reportData(data).signedWithTable(), SnpMachine.NOW),
                new Machine(Hardware.nitro(), data -> NITRO.userData(data).signed(), NitroEnclave.NOW));
    }

    private static EndorsementBundle bundle() {
        try {
            return EndorsementBundle.EMPTY
                    .with(IntelKind.ofQuote(SGX.quote(), SyntheticIntel.anchors()), SGX.collateral())
                    .with(IntelKind.ofQuote(TDX.quote(), SyntheticIntel.anchors()), TDX.collateral());
        } catch (VerificationException e) {
            throw new AssertionError(e);
        }
    }

    private static PlatformResult appraise(AppraisalPolicy policy, Machine machine, Bytes wanted) {
        return HardwareVerifiers.of(policy, ANCHORS, BUNDLE)
                .appraise(machine.type(), machine.evidence(DATA), Optional.of(wanted), machine.at());
    }

    private static AppraisalPolicy all() {
        return AppraisalPolicy.ofPlatforms(Hardware.sgx(), Hardware.tdx(), Hardware.snp(), Hardware.nitro());
    }

    @ParameterizedTest
    @MethodSource("machines")
    void evidence_of_an_expected_platform_is_accepted(Machine machine) {
        var result = appraise(all(), machine, DATA);
        assertThat(result.accepted()).as(result.line()).isTrue();
        assertThat(result.line()).endsWith(" platform").doesNotContain("SIMULATED");
        assertThat(result.trustVector()).isEqualTo(new TrustVector(0, configuration(machine), 2, 2, 2));
        assertThat(result.toEat())
                .contains("\"adyton.status\": \"affirming\"", "\"adyton.trust-vector\": {", "\"hardware\": 2");
    }

    /** Nitro has no configuration that could be wrong. */
    private static int configuration(Machine machine) {
        return machine.type().equals("aws-nitro") ? 0 : 2;
    }

    @ParameterizedTest
    @MethodSource("machines")
    void evidence_that_vouches_for_something_else_is_refused(Machine machine) {
        var result = appraise(all(), machine, octets(64, 1));
        assertThat(result.accepted()).isFalse();
        assertThat(result.line()).startsWith("refused: report data: found 5a5a").contains("wanted 0101");
    }

    @ParameterizedTest
    @MethodSource("machines")
    void evidence_by_a_root_that_is_not_trusted_is_refused_and_its_claims_are_not_shown(Machine machine) {
        var result = HardwareVerifiers.of(all(), HardwareAnchors.vendors(), BUNDLE)
                .appraise(machine.type(), machine.evidence(DATA), Optional.empty(), machine.at());
        assertThat(result.accepted()).isFalse();
        assertThat(result.claims()).isEmpty();
        assertThat(result.rules()).hasSize(2);
        assertThat(result.line()).startsWith("refused: authentic, ");
        assertThat(result.trustVector()).isEqualTo(new TrustVector(99, 0, 0, 0, 0));
    }

    @ParameterizedTest
    @MethodSource("machines")
    void evidence_of_a_platform_that_is_not_allowed_is_not_looked_at(Machine machine) {
        var others = machines()
                .map(Machine::wanted)
                .filter(other -> !other.type().equals(machine.type()))
                .toArray(PlatformExpectation[]::new);
        var policy = AppraisalPolicy.ofPlatforms(others)
                .withPlatforms(Set.copyOf(
                        Stream.of(others).map(PlatformExpectation::type).toList()));
        var result = appraise(policy, machine, DATA);
        assertThat(result.rules()).extracting(Rule::name).containsExactly("platform");
        assertThat(result.accepted()).isFalse();
        assertThat(result.trustVector()).isEqualTo(new TrustVector(0, 0, 0, 97, 0));
        assertThat(HardwareVerifiers.of(policy, ANCHORS, BUNDLE).verifiers())
                .extracting(EvidenceVerifier::type)
                .hasSize(3)
                .doesNotContain(machine.type());
    }

    @ParameterizedTest
    @MethodSource("machines")
    void evidence_of_one_type_under_the_name_of_another_is_refused(Machine machine) {
        assertThat(machines().map(Machine::type).filter(type -> !type.equals(machine.type())))
                .hasSize(3)
                .allSatisfy(type -> {
                    var result = HardwareVerifiers.of(all(), ANCHORS, BUNDLE)
                            .appraise(type, machine.evidence(DATA), Optional.empty(), machine.at());
                    assertThat(result.accepted()).isFalse();
                    assertThat(result.claims()).isEmpty();
                });
    }

    @ParameterizedTest
    @MethodSource("machines")
    void in_a_channel_platform_and_image_both_have_to_be_as_expected(Machine machine) throws Exception {
        var evidence = Attester.of(machine, Known.release()).attest(Known.BINDER);
        var policy = AppraisalPolicy.measurement(Known.MEASUREMENT).withHardware(machine.wanted());

        var accepted = appraiser(policy, machine).appraise(evidence, Known.BINDER);
        assertThat(accepted.accepted()).as(accepted.line()).isTrue();
        assertThat(accepted.trustVector().executables()).isEqualTo(2);

        var withoutImage = appraiser(AppraisalPolicy.ofPlatforms(machine.wanted()), machine)
                .appraise(evidence, Known.BINDER);
        assertThat(withoutImage.line())
                .isEqualTo("refused: measurement: found " + Known.MEASUREMENT
                        + ", wanted none: the policy names no image");

        var withoutPlatform = appraiser(AppraisalPolicy.measurement(Known.MEASUREMENT), machine)
                .appraise(evidence, Known.BINDER);
        assertThat(withoutPlatform.line()).startsWith("refused: measurements: ").endsWith("(measurements required)");

        var elsewhere = appraiser(policy, machine).appraise(evidence, octets(64, 9));
        assertThat(elsewhere.claims()).isEmpty();
        assertThat(elsewhere.trustVector().instanceIdentity()).isEqualTo(99);
    }

    private static Appraiser appraiser(AppraisalPolicy policy, Machine machine) {
        return Appraiser.of(
                policy, HardwareVerifiers.of(policy, ANCHORS, BUNDLE).verifiers(), machine::at);
    }

    @Test
    void simulated_evidence_is_no_hardware() throws EvidenceUnavailableException {
        var machine = machines().toList().getLast();
        var relabelled = new Evidence(
                "simulated", machine.evidence(DATA), Known.release().encode());
        assertThat(appraiser(all(), machine).appraise(relabelled, Known.BINDER).line())
                .startsWith("refused: platform: found simulated");
        assertThat(HardwareVerifiers.of(all().allowSimulated(), ANCHORS, BUNDLE)
                        .appraise("simulated", machine.evidence(DATA), Optional.empty(), machine.at())
                        .line())
                .isEqualTo("refused: authentic, verifier: found none for simulated, wanted one of hardware");
    }

    @Test
    void without_endorsements_a_quote_is_not_authentic() {
        var machine = machines().toList().getFirst();
        var result = HardwareVerifiers.of(all(), ANCHORS, EndorsementBundle.EMPTY)
                .appraise(machine.type(), machine.evidence(DATA), Optional.empty(), machine.at());
        assertThat(result.line()).startsWith("refused: authentic, endorsements for sgx-dcap of FMSPC 90c06f000000");
    }

    @Test
    void endorsements_are_taken_past_their_date_for_the_time_of_grace_that_the_policy_gives() {
        var machine = machines().toList().getFirst();
        var grace = Duration.ofSeconds(50);
        var wanted = Hardware.sgx().withTcb(Hardware.TCB.withCollateralGrace(grace));
        var until = IntelDocuments.NEXT;

        assertThat(at(wanted, machine, until).accepted()).isTrue();
        assertThat(at(Hardware.sgx(), machine, until.plusSeconds(1)).line())
                .startsWith("refused: authentic, validity of the TCB info");
        assertThat(at(wanted, machine, until.plus(grace)).accepted()).isTrue();
        assertThat(at(wanted, machine, until.plus(grace).plusSeconds(1)).line())
                .startsWith("refused: authentic, validity of the TCB info");
    }

    @Test
    void certificates_have_no_grace() {
        var machine = machines().toList().getFirst();
        var wanted = Hardware.sgx().withTcb(Hardware.TCB.withCollateralGrace(TcbExpectation.MAX_GRACE));
        assertThat(at(wanted, machine, IntelDocuments.NEXT.plus(Duration.ofDays(1)))
                        .line())
                .startsWith("refused: authentic, validity of ")
                .doesNotContain("TCB info", "identity", "list");
    }

    private static PlatformResult at(SgxExpectation wanted, Machine machine, Instant at) {
        return HardwareVerifiers.of(AppraisalPolicy.ofPlatforms(wanted), ANCHORS, BUNDLE)
                .appraise(machine.type(), machine.evidence(DATA), Optional.empty(), at);
    }
}
