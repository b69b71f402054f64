package dev.adyton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.appraise.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleTableTest {
    @Test
    void columns_are_aligned_and_long_cells_go_on_below() {
        var digest = "ab".repeat(48);
        assertThat(RuleTable.of(List.of(
                        new Rule("measurement", false, digest, "any of 2: one that has quite a long name; or another"),
                        new Rule("debug image", true, "no", "no"))))
                .isEqualTo("""
                        RESULT  RULE         FOUND                                             WANTED
                        FAIL    measurement  %1$s  any of 2: one that has quite a long name; or
                                             %1$s  another
                        pass    debug image  no                                                no
                        """.formatted(digest.substring(48)));
    }

    @Test
    void a_long_name_goes_on_below_too() {
        assertThat(RuleTable.of(List.of(
                        new Rule("authentic, validity of CN=somebody with quite a long name", false, "no", "yes"))))
                .isEqualTo("""
                        RESULT  RULE                                             FOUND                                             WANTED
                        FAIL    authentic, validity of CN=somebody with quite a  no                                                yes
                                long name
                        """);
    }

    @Test
    void no_rules_are_a_head() {
        assertThat(RuleTable.of(List.of())).matches("RESULT +RULE +FOUND +WANTED\\R");
    }
}
