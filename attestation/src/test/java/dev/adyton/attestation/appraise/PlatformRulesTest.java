package dev.adyton.attestation.appraise;

import static dev.adyton.attestation.appraise.Hardware.octets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adyton.attestation.intel.SyntheticIntel;
import dev.adyton.attestation.nitro.NitroEnclave;
import dev.adyton.attestation.verify.NitroClaims;
import dev.adyton.attestation.verify.PlatformClaims;
import dev.adyton.testkit.vendors.AmdMachine.Product;
import dev.adyton.testkit.vendors.AmdMachine.SigningKey;
import dev.adyton.testkit.vendors.RawCbor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What policies make of Nitro, and of platforms about which they say nothing. */
class PlatformRulesTest {
    private static final NitroClaims ENCLAVE = Hardware.nitro(_ -> {});

    static Stream<Arguments> machines() {
        return Stream.of(
                Arguments.of(Hardware.sgx(), Hardware.sgx(_ -> {})),
                Arguments.of(Hardware.tdx(), Hardware.tdx(_ -> {})),
                Arguments.of(Hardware.snp(), Hardware.snp(Product.GENOA, SigningKey.VCEK, _ -> {})),
                Arguments.of(Hardware.nitro(), ENCLAVE));
    }

    @ParameterizedTest
    @MethodSource("machines")
    void a_platform_that_is_allowed_without_measurements_is_refused(PlatformExpectation wanted, PlatformClaims claims) {
        var policy = AppraisalPolicy.measurement(Known.MEASUREMENT).withPlatforms(Set.of(wanted.type()));
        assertThat(ClaimRules.platform(policy, wanted.type(), claims, SyntheticIntel.NOW))
                .filteredOn(rule -> !rule.passed())
                .containsExactly(new Rule(
                        "measurements",
                        false,
                        "none in the policy for " + wanted.type(),
                        "those that are accepted (measurements required)"));
    }

    @ParameterizedTest
    @MethodSource("machines")
    void claims_of_another_platform_than_their_type_are_refused(PlatformExpectation wanted, PlatformClaims claims) {
        var others = machines()
                .map(arguments -> (PlatformExpectation) arguments.get()[0])
                .filter(other -> !other.type().equals(wanted.type()));
        assertThat(others)
                .hasSize(3)
                .allSatisfy(other -> assertThat(ClaimRules.platform(
                                AppraisalPolicy.ofPlatforms(other), other.type(), claims, SyntheticIntel.NOW))
                        .filteredOn(rule -> !rule.passed())
                        .extracting(Rule::line)
                        .containsExactly("measurements: found claims of another kind of platform, wanted those of "
                                + other.type()));
    }

    @Test
    void claims_of_a_verifier_of_ones_own_do_not_pass_for_those_of_a_vendor() {
        var claims = new FakePlatform.Claims("tdx", false, false, Optional.empty());
        assertThat(Hardware.failed(Hardware.tdx(), claims, SyntheticIntel.NOW)).containsExactly("measurements");
        assertThat(ClaimRules.platform(
                        AppraisalPolicy.measurement(Known.MEASUREMENT), "tdx-dcap", claims, SyntheticIntel.NOW))
                .allMatch(Rule::passed);
    }

    @Test
    void every_register_that_is_named_has_to_match() {
        assertThat(failed(Hardware.nitro(), ENCLAVE)).isEmpty();
        for (int index = 0; index < 3; index++) {
            var changed = changed(index);
            assertThat(failed(Hardware.nitro(), changed)).containsExactly("PCR" + index);
        }
        assertThat(failed(NitroExpectation.of(Map.of(0, octets(48, 1))), changed(1)))
                .isEmpty();
    }

    private static NitroClaims changed(int index) {
        return Hardware.nitro(enclave -> enclave.pcrs.put(index, RawCbor.bytes(48, 0x99)));
    }

    private static List<String> failed(NitroExpectation wanted, PlatformClaims claims) {
        return Hardware.failed(wanted, claims, NitroEnclave.NOW);
    }

    @Test
    void a_register_that_is_not_there_is_told() {
        var signer = octets(48, 8);
        var signed = Hardware.nitro(enclave -> enclave.pcrs.put(8, RawCbor.bytes(48, 8)));
        var unsigned = Hardware.nitro(enclave -> enclave.pcrs.remove(8));
        assertThat(failed(NitroExpectation.of(Map.of(8, signer)), signed)).isEmpty();
        assertThat(failed(NitroExpectation.of(Map.of(8, signer)), ENCLAVE)).containsExactly("PCR8");
        assertThat(Hardware.rules(NitroExpectation.of(Map.of(8, signer)), unsigned, NitroEnclave.NOW))
                .contains(new Rule("PCR8", false, "none", signer.hex()));
    }

    @Test
    void one_of_several_enclaves_is_enough() {
        assertThat(failed(Hardware.nitro(Map.of(0, octets(48, 9)), Map.of(0, octets(48, 1))), ENCLAVE))
                .isEmpty();
        assertThat(failed(Hardware.nitro(Map.of(0, octets(48, 9)), Map.of(8, octets(48, 1))), ENCLAVE))
                .containsExactly("measurements");
    }

    @Test
    void debug_mode_is_refused_whatever_else_is_expected() {
        var debug = Hardware.nitro(enclave -> {
            for (int index = 0; index < 3; index++) {
                enclave.pcrs.put(index, RawCbor.bytes(48, 0));
            }
            enclave.pcrs.put(8, RawCbor.bytes(48, 8));
        });
        assertThat(failed(NitroExpectation.of(Map.of(8, octets(48, 8))), debug)).containsExactly("platform debug");
    }

    @Test
    void registers_that_name_nothing_cannot_be_expected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NitroExpectation.of(Map.of(0, octets(48, 0))))
                .withMessageContaining("PCR0")
                .withMessageContaining("zeros");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NitroExpectation.of(Map.of(1, octets(48, 1))))
                .withMessageContaining("PCR0 or PCR8");
        assertThatIllegalArgumentException().isThrownBy(() -> NitroExpectation.of(Map.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NitroExpectation.of(Map.of(0, octets(48, 1), 32, octets(48, 1))));
        assertThatIllegalArgumentException().isThrownBy(() -> NitroExpectation.of(Map.of(0, octets(32, 1))));
        assertThatIllegalArgumentException().isThrownBy(() -> new NitroExpectation(List.of()));
    }

    @Test
    void a_policy_has_one_wish_for_each_platform_that_it_allows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AppraisalPolicy.ofPlatforms(Hardware.nitro(), Hardware.nitro()))
                .withMessageContaining("two wishes for aws-nitro");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AppraisalPolicy.measurement(Known.MEASUREMENT)
                        .withPlatforms(Set.of("tdx-dcap"))
                        .withHardware(Hardware.nitro()))
                .withMessageContaining("aws-nitro, which is not among the platforms");
        assertThatIllegalArgumentException().isThrownBy(AppraisalPolicy::ofPlatforms);

        var first = AppraisalPolicy.measurement(Known.MEASUREMENT).withHardware(Hardware.snp(), Hardware.nitro());
        assertThat(first.hardware()).extracting(PlatformExpectation::type).containsExactly("aws-nitro", "sev-snp");
        assertThat(first.withHardware(Hardware.turin()).hardware()).containsExactly(Hardware.nitro(), Hardware.turin());
    }
}
