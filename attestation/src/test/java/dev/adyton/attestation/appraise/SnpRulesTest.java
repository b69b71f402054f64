package dev.adyton.attestation.appraise;

import static dev.adyton.attestation.appraise.Hardware.octets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.amd.SnpMachine;
import dev.adyton.attestation.appraise.SnpExpectation.Guest;
import dev.adyton.attestation.appraise.SnpExpectation.Level;
import dev.adyton.attestation.appraise.SnpExpectation.MinimumTcb;
import dev.adyton.attestation.appraise.SnpExpectation.Signers;
import dev.adyton.attestation.verify.SnpClaims;
import dev.adyton.attestation.verify.SnpClaims.Tcb;
import dev.adyton.attestation.verify.SnpGuestPolicy;
import dev.adyton.attestation.verify.SnpProduct;
import dev.adyton.testkit.vendors.AmdMachine.Product;
import dev.adyton.testkit.vendors.AmdMachine.SigningKey;
import dev.adyton.testkit.vendors.SnpField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What policies make of reports of a synthetic AMD. */
class SnpRulesTest {
    private static final SnpClaims GUEST = genoa(_ -> {});

    private static SnpClaims genoa(Consumer<SnpMachine> change) {
        return Hardware.snp(Product.GENOA, SigningKey.VCEK, change);
    }

    private static List<String> failed(SnpExpectation wanted, SnpClaims claims) {
        return Hardware.failed(wanted, claims, SnpMachine.NOW);
    }

    @Test
    void what_is_expected_is_accepted() {
        assertThat(failed(Hardware.snp(), GUEST)).isEmpty();
        assertThat(failed(Hardware.turin(), Hardware.snp(Product.TURIN, SigningKey.VCEK, _ -> {})))
                .isEmpty();
    }

    static Stream<Arguments> a_guest_other_than_expected_is_refused() {
        var wanted = Hardware.snp();
        var other = octets(48, 0x99);
        return Stream.of(
                Arguments.of(guest(Guest.measurement(other)), "launch measurement"),
                Arguments.of(guest(Guest.signedBy(other, 9)), "id key digest"),
                Arguments.of(guest(named(other, null, null, null)), "author key digest"),
                Arguments.of(guest(named(null, octets(16, 9), null, null)), "family id"),
                Arguments.of(guest(named(null, null, octets(16, 9), null)), "image id"),
                Arguments.of(guest(named(null, null, null, 10L)), "guest security version"),
                Arguments.of(wanted.withVmpls(Set.of(1, 2)), "VMPL"),
                Arguments.of(wanted.withHostData(Optional.of(octets(32, 0))), "host data"),
                Arguments.of(wanted.withSigners(Signers.vlek("cloud")), "signing key"),
                Arguments.of(wanted.withChips(Level.HIGH, Set.of(octets(64, 1))), "chip"),
                Arguments.of(wanted.withMaximumPolicy(new SnpGuestPolicy(0x20000)), "guest policy"));
    }

    private static SnpExpectation guest(Guest guest) {
        var wanted = Hardware.snp();
        return SnpExpectation.of(wanted.products(), guest).withHostData(wanted.hostData());
    }

    private static Guest named(
            @Nullable Bytes author, @Nullable Bytes family, @Nullable Bytes image, @Nullable Long least) {
        return new Guest(
                Optional.of(octets(48, 4)),
                Optional.empty(),
                Optional.ofNullable(author),
                Optional.ofNullable(family),
                Optional.ofNullable(image),
                least == null ? OptionalLong.empty() : OptionalLong.of(least));
    }

    @ParameterizedTest
    @MethodSource
    void a_guest_other_than_expected_is_refused(SnpExpectation wanted, String rule) {
        assertThat(failed(wanted, GUEST)).containsExactly(rule);
    }

    @Test
    void a_guest_is_accepted_by_who_signed_it() {
        var signed = genoa(machine -> machine.fill(SnpField.ID_KEY_DIGEST, 0x77)
                .fill(SnpField.AUTHOR_KEY_DIGEST, 0x78)
                .set(SnpField.FLAGS, 1));
        assertThat(failed(guest(Guest.signedBy(octets(48, 0x77), 9)), signed)).isEmpty();
        assertThat(failed(guest(Guest.signedBy(octets(48, 0x77), 10)), signed))
                .containsExactly("guest security version");
        assertThat(failed(
                        guest(new Guest(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(octets(48, 0x78)),
                                Optional.of(octets(16, 1)),
                                Optional.of(octets(16, 2)),
                                OptionalLong.of(0))),
                        signed))
                .isEmpty();
    }

    @Test
    void debug_is_refused_whatever_else_is_expected() {
        assertThat(failed(Hardware.snp(), genoa(machine -> machine.set(SnpField.POLICY, 0x3001f | 1 << 19))))
                .containsExactly("platform debug");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hardware.snp().withMaximumPolicy(new SnpGuestPolicy(0x30000 | 1 << 19)))
                .withMessageContaining("bit 19 (debug)");
    }

    /** Bits 16 SMT, 18 migration agent and 21 CXL allow; 20 single socket and 22 to 25 demand. */
    @ParameterizedTest
    @CsvSource({
        "0x20000, 0x20000, true",
        "0x30000, 0x20000, true",
        "0x20000, 0x30000, false",
        "0x20000, 0x60000, false",
        "0x60000, 0x60000, true",
        "0x20000, 0x220000, false",
        "0x220000, 0x220000, true",
        "0x20000, 0x120000, true",
        "0x120000, 0x20000, false",
        "0x420000, 0x20000, false",
        "0x820000, 0x20000, false",
        "0x1020000, 0x20000, false",
        "0x2020000, 0x20000, false",
        "0x3d20000, 0x3d20000, true",
        "0x20133, 0x20133, true",
        "0x20133, 0x20134, true",
        "0x20133, 0x20132, false",
        "0x20133, 0x20200, true",
        "0x20133, 0x20033, false"
    })
    void a_guest_policy_may_allow_no_more_and_demand_no_less(String most, String found, boolean permitted) {
        assertThat(SnpRules.permits(new SnpGuestPolicy(Long.decode(most)), new SnpGuestPolicy(Long.decode(found))))
                .isEqualTo(permitted);
    }

    static Stream<Arguments> every_part_of_every_tcb_version_has_its_least() {
        var tcb = new int[] {4, 1, 24, 219};
        var cases = new ArrayList<Arguments>();
        for (int part = 0; part < tcb.length; part++) {
            var higher = tcb.clone();
            higher[part]++;
            var least = SnpExpectation.tcb(higher[0], higher[1], higher[2], higher[3]);
            var reached = SnpExpectation.tcb(4, 1, 24, 219);
            cases.add(Arguments.of(new MinimumTcb(least, reached, reached), "launch TCB"));
            cases.add(Arguments.of(new MinimumTcb(reached, least, reached), "reported TCB"));
            cases.add(Arguments.of(new MinimumTcb(reached, reached, least), "committed TCB"));
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource
    void every_part_of_every_tcb_version_has_its_least(MinimumTcb least, String rule) {
        var wanted = SnpExpectation.of(Map.of(SnpProduct.GENOA, least), Guest.measurement(octets(48, 4)))
                .withHostData(Optional.empty());
        assertThat(failed(wanted, GUEST)).containsExactly(rule);
    }

    @Test
    void the_fmc_of_turin_has_its_least() {
        var least = MinimumTcb.of(new Tcb(OptionalInt.of(3), 4, 1, 24, 219));
        var wanted = SnpExpectation.of(Map.of(SnpProduct.TURIN, least), Guest.measurement(octets(48, 4)))
                .withHostData(Optional.empty());
        assertThat(failed(wanted, Hardware.snp(Product.TURIN, SigningKey.VCEK, _ -> {})))
                .containsExactly("launch TCB", "reported TCB", "committed TCB");
    }

    @Test
    void a_product_that_is_not_named_is_refused() {
        assertThat(failed(Hardware.turin(), GUEST)).containsExactly("product");
    }

    @Test
    void memory_has_to_be_checked_for_aliases_unless_the_policy_says_otherwise() {
        var unchecked = genoa(machine -> machine.set(SnpField.PLATFORM_INFO, 0x05));
        assertThat(failed(Hardware.snp(), unchecked)).containsExactly("alias check");
        assertThat(failed(Hardware.snp().allowUncheckedAliases(), unchecked)).isEmpty();
    }

    @Test
    void milan_is_refused_at_level_high_without_a_list_of_chips() {
        var milan = Hardware.snp(Product.MILAN, SigningKey.VCEK, _ -> {});
        var chip = milan.signer().chipId().orElseThrow();
        assertThat(failed(Hardware.snp(), milan)).containsExactly("chip");
        assertThat(failed(Hardware.snp().withChips(Level.HIGH, Set.of(chip)), milan))
                .isEmpty();
        assertThat(failed(Hardware.snp().withChips(Level.HIGH, Set.of(octets(64, 1))), milan))
                .containsExactly("chip");
        assertThat(failed(Hardware.snp().withChips(Level.STANDARD, Set.of()), milan))
                .isEmpty();
    }

    @Test
    void a_loaded_key_is_accepted_of_a_named_provider_and_a_masked_chip_is_on_no_list() {
        var loaded = Hardware.snp(Product.GENOA, SigningKey.VLEK, _ -> {});
        var provider = loaded.signer().provider().orElseThrow();
        assertThat(failed(Hardware.snp(), loaded)).containsExactly("signing key");
        var named = Hardware.snp().withSigners(Signers.vlek(provider));
        assertThat(failed(named, loaded)).isEmpty();
        assertThat(failed(Hardware.snp().withSigners(Signers.vlek("another")), loaded))
                .containsExactly("cloud provider");
        assertThat(loaded.signer().chipId()).isEmpty();
        assertThat(failed(named.withChips(Level.STANDARD, Set.of(octets(64, 1))), loaded))
                .containsExactly("chip");
    }

    @Test
    void expectations_that_name_nothing_or_make_no_sense_cannot_be_made() {
        var wanted = Hardware.snp();
        assertThatIllegalArgumentException().isThrownBy(() -> SnpExpectation.of(wanted.products()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SnpExpectation.of(Map.of(), Guest.measurement(octets(48, 4))));
        assertThatIllegalArgumentException().isThrownBy(() -> Guest.measurement(octets(48, 0)));
        assertThatIllegalArgumentException().isThrownBy(() -> Guest.signedBy(octets(48, 1), -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Guest(
                        Optional.empty(),
                        Optional.of(octets(48, 1)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty()))
                .withMessageContaining("least guest security version");
        assertThatIllegalArgumentException().isThrownBy(() -> wanted.withVmpls(Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> wanted.withVmpls(Set.of(4)));
        assertThatIllegalArgumentException().isThrownBy(Signers::vlek).withMessageContaining("providers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> wanted.withMaximumPolicy(new SnpGuestPolicy(0x10000)))
                .withMessageContaining("bit 17");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> wanted.withMaximumPolicy(new SnpGuestPolicy(1L << 26 | 0x30000)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SnpExpectation.of(
                        Map.of(SnpProduct.TURIN, MinimumTcb.of(SnpExpectation.tcb(1, 1, 1, 1))),
                        Guest.measurement(octets(48, 4))))
                .withMessageContaining("FMC for Turin");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SnpExpectation.of(
                        Map.of(SnpProduct.MILAN, MinimumTcb.of(SnpExpectation.tcb(1, 1, 1, 256))),
                        Guest.measurement(octets(48, 4))));
        assertThatIllegalArgumentException().isThrownBy(() -> wanted.withChips(Level.HIGH, Set.of(octets(8, 1))));
    }
}
