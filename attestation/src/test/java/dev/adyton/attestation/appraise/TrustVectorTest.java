package dev.adyton.attestation.appraise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.intel.SyntheticIntel;
import dev.adyton.testkit.vendors.AmdMachine.Product;
import dev.adyton.testkit.vendors.AmdMachine.SigningKey;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustVectorTest {
    private static Rule rule(String name, boolean passed) {
        return new Rule(name, passed, "found", "wanted");
    }

    private static TrustVector of(Rule... rules) {
        return TrustVector.of(List.of(rules), true, false, false);
    }

    @Test
    void what_no_rule_is_about_is_not_claimed() {
        assertThat(of()).isEqualTo(new TrustVector(0, 0, 0, 2, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "chip, 97, 0, 0, 2, 2",
        "guest policy, 0, 96, 0, 2, 2",
        "VMPL, 0, 96, 0, 2, 2",
        "debug image, 0, 96, 0, 2, 2",
        "MRTD, 0, 0, 33, 2, 2",
        "RTMR3, 0, 0, 33, 2, 2",
        "PCR16, 0, 0, 33, 2, 2",
        "measurement, 0, 0, 33, 2, 2",
        "TCB status, 0, 0, 0, 96, 2",
        "advisory INTEL-SA-00615, 0, 0, 0, 96, 2",
        "alias check, 0, 0, 0, 96, 2",
        "simulated platform, 0, 0, 0, 97, 2",
        "platform debug, 0, 0, 0, 2, 96"
    })
    void a_rule_that_fails_speaks_against_its_aspect(
            String name, int instance, int configuration, int executables, int hardware, int runtime) {
        assertThat(of(rule(name, false)))
                .isEqualTo(new TrustVector(instance, configuration, executables, hardware, runtime));
    }

    @Test
    void what_was_accepted_although_it_is_simulated_or_a_debug_image_is_a_warning() {
        assertThat(TrustVector.of(List.of(rule("debug image", true)), true, true, true))
                .isEqualTo(new TrustVector(0, 32, 0, 32, 32));
    }

    @Test
    void the_names_are_those_of_the_draft() {
        assertThat(new TrustVector(1, 2, 3, 4, 5).claims().toString())
                .isEqualTo("{instance-identity=1, configuration=2, executables=3, hardware=4, runtime-opaque=5}");
    }

    /** A new rule has to be put somewhere: none is without an aspect but those of the appraisal itself. */
    @Test
    void every_rule_about_hardware_is_about_an_aspect() {
        var intel = Set.of(Hardware.PPID);
        var rules = Stream.of(
                        Hardware.rules(Hardware.sgx().withChips(intel), Hardware.sgx(_ -> {}), SyntheticIntel.NOW),
                        Hardware.rules(
                                SgxExpectation.mrSigner(Hardware.octets(32, 1), 1, 1),
                                Hardware.sgx(_ -> {}),
                                SyntheticIntel.NOW),
                        Hardware.rules(Hardware.tdx().withChips(intel), Hardware.tdx(_ -> {}), SyntheticIntel.NOW),
                        Hardware.rules(
                                Hardware.snp(),
                                Hardware.snp(Product.MILAN, SigningKey.VCEK, _ -> {}),
                                SyntheticIntel.NOW),
                        Hardware.rules(Hardware.nitro(), Hardware.nitro(_ -> {}), SyntheticIntel.NOW))
                .flatMap(List::stream)
                .map(Rule::name)
                .distinct()
                .toList();
        assertThat(rules)
                .hasSizeGreaterThan(30)
                .allSatisfy(name -> assertThat(of(rule(name, false))).isNotEqualTo(of()));
    }
}
