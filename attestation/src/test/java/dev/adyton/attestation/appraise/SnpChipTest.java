package dev.adyton.attestation.appraise;

import static dev.adyton.attestation.appraise.Hardware.octets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.amd.SnpMachine;
import dev.adyton.attestation.appraise.SnpExpectation.Level;
import dev.adyton.attestation.appraise.SnpExpectation.Signers;
import dev.adyton.attestation.verify.SnpClaims;
import dev.adyton.testkit.vendors.AmdMachine.Product;
import dev.adyton.testkit.vendors.AmdMachine.SigningKey;
import dev.adyton.testkit.vendors.SnpField;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A list of chips holds where AMD certified the chip, and not where the report merely names it. */
class SnpChipTest {
    private static final Bytes LISTED = octets(64, 0xc1);

    /** What somebody signs who has a provider's key, out of whatever chip. */
    private static SnpClaims naming(Product product, Bytes chip) {
        return Hardware.snp(product, SigningKey.VLEK, machine -> machine.put(SnpField.CHIP_ID, chip.toByteArray()));
    }

    private static SnpExpectation wanted(SnpClaims claims, Level level) {
        return Hardware.snp()
                .withSigners(Signers.vlek(claims.signer().provider().orElseThrow()))
                .withChips(level, Set.of(LISTED));
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void a_chip_that_is_named_by_a_providers_key_is_on_no_list(Level level) {
        var claims = naming(Product.MILAN, LISTED);
        assertThat(claims.signer().chipId()).contains(LISTED);

        assertThat(Hardware.rules(wanted(claims, level), claims, SnpMachine.NOW))
                .filteredOn(rule -> !rule.passed())
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.name()).isEqualTo("chip");
                    assertThat(rule.found()).isEqualTo("said by a VLEK: " + LISTED);
                    assertThat(rule.wanted()).isEqualTo("one of 1, by a VCEK");
                });
    }

    @Test
    void without_a_list_a_providers_key_is_taken_but_for_milan_at_level_high() {
        var milan = naming(Product.MILAN, LISTED);
        assertThat(Hardware.failed(wanted(milan, Level.HIGH).withChips(Level.HIGH, Set.of()), milan, SnpMachine.NOW))
                .containsExactly("chip");
        assertThat(Hardware.failed(
                        wanted(milan, Level.HIGH).withChips(Level.STANDARD, Set.of()), milan, SnpMachine.NOW))
                .isEmpty();
        var genoa = naming(Product.GENOA, LISTED);
        assertThat(Hardware.failed(wanted(genoa, Level.HIGH).withChips(Level.HIGH, Set.of()), genoa, SnpMachine.NOW))
                .isEmpty();
    }

    @Test
    void the_same_chip_is_on_the_list_by_its_own_key() {
        var claims = Hardware.snp(Product.MILAN, SigningKey.VCEK, _ -> {});
        assertThat(claims.signer().chipId()).contains(LISTED);

        assertThat(Hardware.failed(Hardware.snp().withChips(Level.HIGH, Set.of(LISTED)), claims, SnpMachine.NOW))
                .isEmpty();
    }
}
