package dev.adyton.attestation.appraise;

import static dev.adyton.attestation.appraise.Hardware.octets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.appraise.SgxExpectation.Enclave;
import dev.adyton.attestation.appraise.TdxExpectation.Config;
import dev.adyton.attestation.appraise.TdxExpectation.Domain;
import dev.adyton.attestation.intel.SyntheticIntel;
import dev.adyton.attestation.verify.IntelClaims;
import dev.adyton.attestation.verify.TcbStatus;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What policies make of quotes of a synthetic Intel. */
class IntelRulesTest {
    private static final Instant NOW = SyntheticIntel.NOW;
    private static final Bytes SIGNER = octets(32, 0x42);
    private static final IntelClaims ENCLAVE = Hardware.sgx(_ -> {});
    private static final IntelClaims DOMAIN = Hardware.tdx(_ -> {});

    private static List<String> failed(PlatformExpectation wanted, IntelClaims claims) {
        return Hardware.failed(wanted, claims, NOW);
    }

    @Test
    void what_is_expected_is_accepted() {
        assertThat(failed(Hardware.sgx(), ENCLAVE)).isEmpty();
        assertThat(failed(Hardware.tdx(), DOMAIN)).isEmpty();
        assertThat(failed(SgxExpectation.mrSigner(SIGNER, 7, 3).withTcb(Hardware.TCB), ENCLAVE))
                .isEmpty();
        assertThat(failed(SgxExpectation.mrSigner(SIGNER, 7, 2).withTcb(Hardware.TCB), ENCLAVE))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = "SGX_3", mode = EnumSource.Mode.EXCLUDE)
    void trust_domains_are_judged_alike_in_every_version_of_quotes(Kind kind) {
        assertThat(failed(Hardware.tdx(), Hardware.intel(kind, _ -> {}))).isEmpty();
    }

    static Stream<Arguments> an_enclave_other_than_expected_is_refused() {
        var other = octets(32, 0x99);
        return Stream.of(
                Arguments.of(SgxExpectation.mrEnclave(other), "MRENCLAVE"),
                Arguments.of(SgxExpectation.mrSigner(other, 7, 3), "MRSIGNER"),
                Arguments.of(SgxExpectation.mrSigner(SIGNER, 8, 3), "ISVPRODID"),
                Arguments.of(SgxExpectation.mrSigner(SIGNER, 7, 4), "ISVSVN"),
                Arguments.of(Hardware.sgx().withConfigId(Optional.of(octets(64, 1))), "CONFIGID"),
                Arguments.of(Hardware.sgx().withChips(Set.of(octets(16, 1))), "chip"));
    }

    @ParameterizedTest
    @MethodSource
    void an_enclave_other_than_expected_is_refused(SgxExpectation wanted, String rule) {
        assertThat(failed(wanted.withTcb(Hardware.TCB), ENCLAVE)).containsExactly(rule);
    }

    @Test
    void configuration_from_outside_is_refused_unless_it_is_expected() {
        var configured = Hardware.sgx(machine -> machine.body[192] = 1);
        assertThat(failed(Hardware.sgx(), configured)).containsExactly("CONFIGID");
        assertThat(failed(Hardware.sgx().withConfigId(Optional.empty()), configured))
                .isEmpty();
    }

    @Test
    void one_of_several_enclaves_is_enough_and_otherwise_each_is_told() {
        var one =
                new Enclave(Optional.of(octets(32, 0x99)), Optional.empty(), OptionalInt.empty(), OptionalInt.empty());
        var two = new Enclave(Optional.empty(), Optional.of(SIGNER), OptionalInt.of(7), OptionalInt.of(3));
        var three = new Enclave(Optional.empty(), Optional.of(SIGNER), OptionalInt.of(7), OptionalInt.of(4));
        assertThat(failed(SgxExpectation.of(one, two).withTcb(Hardware.TCB), ENCLAVE))
                .isEmpty();
        assertThat(Hardware.rules(SgxExpectation.of(one, three).withTcb(Hardware.TCB), ENCLAVE, NOW))
                .filteredOn(rule -> !rule.passed())
                .singleElement()
                .satisfies(rule -> assertThat(rule.line())
                        .startsWith("measurements: found not number 1 (MRENCLAVE: found 4141")
                        .contains("not number 2 (ISVSVN: found 3, wanted at least 4)"));
    }

    @Test
    void debug_is_refused_whatever_else_is_expected() {
        assertThat(failed(Hardware.sgx(), Hardware.sgx(machine -> machine.body[48] |= 2)))
                .containsExactly("platform debug");
        var anyAttributes = Hardware.tdx()
                .withAttributes(
                        BitPattern.of("00".repeat(8), "00".repeat(8)), BitPattern.of("00".repeat(8), "00".repeat(8)));
        for (int bit = 0; bit < 8; bit++) {
            var mask = (byte) (1 << bit);
            var debugged = Hardware.tdx(machine -> machine.body[120] |= mask);
            assertThat(failed(anyAttributes, debugged)).as("bit %d", bit).containsExactly("platform debug");
        }
    }

    static Stream<Arguments> a_trust_domain_other_than_expected_is_refused() {
        var wanted = Hardware.tdx();
        var other = Optional.of(octets(48, 0x99));
        var config = wanted.config();
        var domain = wanted.domains().getFirst();
        return Stream.concat(
                Stream.of(
                        Arguments.of(withDomain(new Domain(octets(48, 0x99), domain.rtmrs())), "MRTD"),
                        Arguments.of(wanted.withMrSeams(Set.of(octets(48, 0x99))), "MRSEAM"),
                        Arguments.of(
                                wanted.withConfig(new Config(other, config.mrOwner(), config.mrOwnerConfig())),
                                "MRCONFIGID"),
                        Arguments.of(
                                wanted.withConfig(new Config(config.mrConfigId(), other, config.mrOwnerConfig())),
                                "MROWNER"),
                        Arguments.of(
                                wanted.withConfig(new Config(config.mrConfigId(), config.mrOwner(), other)),
                                "MROWNERCONFIG"),
                        Arguments.of(
                                wanted.withAttributes(
                                        BitPattern.of("0000002000000000", "0000002000000000"), wanted.xfam()),
                                "TD attributes"),
                        Arguments.of(wanted.withAttributes(wanted.tdAttributes(), TdxExpectation.STRICT_XFAM), "XFAM"),
                        Arguments.of(wanted.withChips(Set.of(octets(16, 1))), "chip")),
                Stream.of(0, 1, 2, 3).map(i -> {
                    var rtmrs = new ArrayList<>(domain.rtmrs());
                    rtmrs.set(i, other);
                    return Arguments.of(withDomain(new Domain(domain.mrTd(), rtmrs)), "RTMR" + i);
                }));
    }

    private static TdxExpectation withDomain(Domain domain) {
        var wanted = Hardware.tdx();
        return new TdxExpectation(
                List.of(domain),
                wanted.mrSeams(),
                wanted.tdAttributes(),
                wanted.xfam(),
                wanted.config(),
                wanted.tcb(),
                wanted.chips());
    }

    @ParameterizedTest
    @MethodSource
    void a_trust_domain_other_than_expected_is_refused(TdxExpectation wanted, String rule) {
        assertThat(failed(wanted, DOMAIN)).containsExactly(rule);
    }

    @Test
    void a_register_that_may_be_anything_is_not_looked_at() {
        var any = withDomain(new Domain(octets(48, 0x60), Collections.nCopies(4, Optional.empty())));
        assertThat(failed(any, DOMAIN)).isEmpty();
    }

    @Test
    void a_named_module_and_a_named_chip_are_accepted() {
        assertThat(failed(
                        Hardware.tdx().withMrSeams(Set.of(octets(48, 0x51))).withChips(Set.of(Hardware.PPID)), DOMAIN))
                .isEmpty();
    }

    @Test
    void service_domains_are_refused_whatever_else_is_expected() {
        assertThat(failed(Hardware.tdx(), Hardware.tdx(machine -> machine.body[600] = 1)))
                .containsExactly("MRSERVICETD");
    }

    @Test
    void strict_attributes_want_no_interrupt_injection_no_migration_and_no_performance_counters() {
        var strict = TdxExpectation.STRICT_ATTRIBUTES;
        assertThat(strict.matches(Bytes.hex("0000001000000000"))).isTrue();
        assertThat(strict.matches(Bytes.hex("0000005000000000"))).as("PKS").isTrue();
        assertThat(strict.matches(Bytes.hex("0000000000000000")))
                .as("no SEPT_VE_DISABLE")
                .isFalse();
        assertThat(strict.matches(Bytes.hex("0000003000000000")))
                .as("MIGRATABLE")
                .isFalse();
        assertThat(strict.matches(Bytes.hex("0000001000000080"))).as("PERFMON").isFalse();
        assertThat(TdxExpectation.STRICT_XFAM.matches(Bytes.hex("e718060000000000")))
                .isTrue();
        assertThat(TdxExpectation.STRICT_XFAM.matches(Bytes.hex("e618060000000000")))
                .as("no x87")
                .isFalse();
        assertThat(TdxExpectation.STRICT_XFAM.matches(Bytes.hex("e718080000000000")))
                .as("unknown")
                .isFalse();
    }

    @Test
    void a_status_is_accepted_only_by_name_and_with_each_of_its_advisories() {
        var old = Hardware.sgx(machine -> machine.pckExtension.component(1, 4));
        assertThat(old.tcb().status()).isEqualTo(TcbStatus.SW_HARDENING_NEEDED);
        assertThat(failed(Hardware.sgx(), old)).containsExactly("TCB status", "advisory INTEL-SA-00615");

        var named = Hardware.TCB.withStatuses(Set.of(TcbStatus.UP_TO_DATE, TcbStatus.SW_HARDENING_NEEDED));
        assertThat(failed(Hardware.sgx().withTcb(named), old)).containsExactly("advisory INTEL-SA-00615");
        assertThat(failed(Hardware.sgx().withTcb(named.waiving("INTEL-SA-00615", NOW.plusNanos(1))), old))
                .isEmpty();
        assertThat(failed(Hardware.sgx().withTcb(named.waiving("INTEL-SA-00615", NOW)), old))
                .containsExactly("advisory INTEL-SA-00615");
    }

    @Test
    void endorsements_have_to_be_recent_enough() {
        var number = ENCLAVE.tcb().evaluationDataNumber();
        assertThat(failed(Hardware.sgx().withTcb(Hardware.TCB.withMinimumEvaluationNumber(number)), ENCLAVE))
                .isEmpty();
        assertThat(failed(Hardware.sgx().withTcb(Hardware.TCB.withMinimumEvaluationNumber(number + 1)), ENCLAVE))
                .containsExactly("TCB evaluation number");

        var age = Duration.between(ENCLAVE.tcb().issuedAt(), NOW);
        assertThat(failed(Hardware.sgx().withTcb(Hardware.TCB.withMaximumCollateralAge(age)), ENCLAVE))
                .isEmpty();
        assertThat(failed(Hardware.sgx().withTcb(Hardware.TCB.withMaximumCollateralAge(age.minusNanos(1))), ENCLAVE))
                .containsExactly("collateral age");
    }

    @Test
    void endorsements_may_be_past_their_date_for_the_time_of_grace_and_no_longer() {
        var grace = Duration.ofDays(1);
        var until = ENCLAVE.tcb().validUntil();
        var wanted = Hardware.sgx().withTcb(Hardware.TCB.withCollateralGrace(grace));
        assertThat(Hardware.failed(wanted, ENCLAVE, until.plus(grace))).isEmpty();
        assertThat(Hardware.failed(wanted, ENCLAVE, until.plus(grace).plusNanos(1)))
                .containsExactly("collateral validity");
        assertThat(Hardware.failed(Hardware.sgx(), ENCLAVE, until.plusNanos(1))).containsExactly("collateral validity");
    }

    @Test
    void expectations_that_name_nothing_cannot_be_made() {
        assertThatIllegalArgumentException().isThrownBy(SgxExpectation::of).withMessageContaining("at least one");
        assertThatIllegalArgumentException().isThrownBy(TdxExpectation::of).withMessageContaining("at least one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SgxExpectation.mrEnclave(octets(32, 0)))
                .withMessageContaining("MRENCLAVE")
                .withMessageContaining("zeros");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Enclave(Optional.empty(), Optional.of(SIGNER), OptionalInt.of(7), OptionalInt.empty()))
                .withMessageContaining("MRSIGNER with ISVPRODID and a least ISVSVN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Domain(octets(48, 1), List.of()))
                .withMessageContaining("RTMRs: found 0, wanted 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BitPattern.of("01".repeat(8), "00".repeat(8)))
                .withMessageContaining("outside its mask");
    }

    @Test
    void wishes_for_a_tcb_have_limits() {
        var tcb = TcbExpectation.upToDate();
        assertThatIllegalArgumentException().isThrownBy(() -> tcb.withStatuses(Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> tcb.withStatuses(Set.of(TcbStatus.REVOKED)));
        assertThatIllegalArgumentException().isThrownBy(() -> tcb.waiving("any", NOW));
        assertThatIllegalArgumentException().isThrownBy(() -> tcb.withCollateralGrace(Duration.ofDays(91)));
        assertThatIllegalArgumentException().isThrownBy(() -> tcb.withMaximumCollateralAge(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> tcb.withMinimumEvaluationNumber(-1));
        assertThat(tcb.waivers()).isEqualTo(Map.of());
    }
}
