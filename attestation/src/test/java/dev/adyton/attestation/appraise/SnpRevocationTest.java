package dev.adyton.attestation.appraise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.amd.SnpMachine;
import dev.adyton.attestation.appraise.SnpExpectation.Signers;
import dev.adyton.attestation.verify.SnpClaims;
import dev.adyton.testkit.vendors.AmdMachine.Product;
import dev.adyton.testkit.vendors.AmdMachine.SigningKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** AMD's endorsements may come without a revocation list; a policy may want one all the same. */
class SnpRevocationTest {
    private static final SnpExpectation STRICT =
            Hardware.snp().withSigners(Signers.vcek().requiringRevocationList());

    private static SnpClaims genoa(boolean withList) {
        return Hardware.snp(Product.GENOA, SigningKey.VCEK, machine -> {
            if (withList) {
                machine.revocationList = Optional.of(machine.emptyList());
            }
        });
    }

    @Test
    void without_a_list_evidence_is_refused_where_one_is_required() {
        assertThat(Hardware.rules(STRICT, genoa(false), SnpMachine.NOW))
                .filteredOn(rule -> !rule.passed())
                .singleElement()
                .satisfies(rule -> assertThat(rule.line())
                        .contains("revocation list")
                        .contains("none given")
                        .contains("checked"));
        assertThat(Hardware.failed(STRICT, genoa(true), SnpMachine.NOW)).isEmpty();
    }

    @Test
    void by_default_none_is_required() {
        assertThat(Hardware.rules(Hardware.snp(), genoa(false), SnpMachine.NOW))
                .allMatch(Rule::passed)
                .noneMatch(rule -> rule.name().equals("revocation list"));
    }

    @Test
    void a_policy_file_says_so_only_where_one_is_required() throws Exception {
        var strict = AppraisalPolicy.ofPlatforms(STRICT).toJson();

        assertThat(strict).contains("\"requireRevocationList\": true");
        assertThat(AppraisalPolicy.parse(Bytes.utf8(strict))).isEqualTo(AppraisalPolicy.ofPlatforms(STRICT));
        assertThat(AppraisalPolicy.ofPlatforms(Hardware.snp()).toJson()).doesNotContain("requireRevocationList");
        assertThat(AppraisalPolicy.parse(Bytes.utf8(strict.replace("List\": true", "List\": false"))))
                .isEqualTo(AppraisalPolicy.ofPlatforms(Hardware.snp()));
    }
}
