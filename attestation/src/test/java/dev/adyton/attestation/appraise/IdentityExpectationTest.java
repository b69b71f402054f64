package dev.adyton.attestation.appraise;

import static dev.adyton.attestation.appraise.IdentityExpectation.allOf;
import static dev.adyton.attestation.appraise.IdentityExpectation.anyOf;
import static dev.adyton.attestation.appraise.IdentityExpectation.measurement;
import static dev.adyton.attestation.appraise.IdentityExpectation.not;
import static dev.adyton.attestation.appraise.IdentityExpectation.signer;
import static dev.adyton.attestation.appraise.Known.MEASUREMENT;
import static dev.adyton.attestation.appraise.Known.OTHER_MEASUREMENT;
import static dev.adyton.attestation.appraise.Known.OTHER_SIGNER;
import static dev.adyton.attestation.appraise.Known.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adyton.attestation.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** With {@link Known#release()}: measured and signed as known, product 7, security version 3. */
class IdentityExpectationTest {
    private static final IdentityExpectation YES = measurement(MEASUREMENT);
    private static final IdentityExpectation NO = measurement(OTHER_MEASUREMENT);

    static Stream<Arguments> expectations_compose() {
        return Stream.of(
                Arguments.of(YES, true),
                Arguments.of(NO, false),
                Arguments.of(signer(SIGNER), true),
                Arguments.of(signer(OTHER_SIGNER), false),
                Arguments.of(signer(SIGNER).withProductId(7).withMinimumSecurityVersion(3), true),
                Arguments.of(signer(SIGNER).withProductId(8).withMinimumSecurityVersion(3), false),
                Arguments.of(allOf(YES, signer(SIGNER)), true),
                Arguments.of(allOf(YES, signer(OTHER_SIGNER)), false),
                Arguments.of(allOf(NO, signer(OTHER_SIGNER)), false),
                Arguments.of(anyOf(YES, NO), true),
                Arguments.of(anyOf(NO, YES), true),
                Arguments.of(anyOf(NO, signer(OTHER_SIGNER)), false),
                Arguments.of(not(YES), false),
                Arguments.of(not(NO), true),
                Arguments.of(not(not(YES)), true),
                Arguments.of(allOf(signer(SIGNER), not(NO)), true),
                Arguments.of(allOf(signer(SIGNER), not(YES)), false),
                Arguments.of(not(anyOf(NO, YES)), false),
                Arguments.of(not(allOf(NO, YES)), true),
                Arguments.of(anyOf(allOf(YES, not(signer(SIGNER))), allOf(YES, not(signer(OTHER_SIGNER)))), true));
    }

    @ParameterizedTest
    @MethodSource
    void expectations_compose(IdentityExpectation expectation, boolean met) {
        var rules = IdentityRules.of(expectation, Known.release());
        assertThat(rules).isNotEmpty();
        assertThat(rules.stream().allMatch(Rule::passed)).isEqualTo(met);
    }

    static Stream<Arguments> what_can_be_met_without_a_named_image_names_none() {
        return Stream.of(
                Arguments.of(YES, true),
                Arguments.of(not(YES), false),
                Arguments.of(not(not(YES)), false),
                Arguments.of(anyOf(YES, NO), true),
                Arguments.of(anyOf(YES, not(NO)), false),
                Arguments.of(allOf(signer(SIGNER), not(NO)), true),
                Arguments.of(allOf(not(YES), not(NO)), false),
                Arguments.of(anyOf(YES, allOf(signer(SIGNER), not(NO))), true),
                Arguments.of(anyOf(YES, allOf(not(signer(SIGNER)), not(NO))), false),
                Arguments.of(allOf(anyOf(YES, not(NO)), not(NO)), false),
                Arguments.of(allOf(anyOf(YES, not(NO)), NO), true));
    }

    @ParameterizedTest
    @MethodSource
    void what_can_be_met_without_a_named_image_names_none(IdentityExpectation expectation, boolean names) {
        assertThat(expectation.namesImages()).isEqualTo(names);
        if (names) {
            assertThat(AppraisalPolicy.of(expectation).image()).isEqualTo(expectation);
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AppraisalPolicy.of(expectation))
                    .withMessageContaining("wanted a measurement or a signer in each");
        }
    }

    @Test
    void each_alternative_says_why_it_was_not_met() {
        var rules = IdentityRules.of(
                anyOf(NO, signer(SIGNER).withProductId(7).withMinimumSecurityVersion(9)), Known.release());
        assertThat(rules)
                .containsExactly(new Rule(
                        "any of",
                        false,
                        "not number 1 (measurement: found " + MEASUREMENT + ", wanted " + OTHER_MEASUREMENT
                                + "); not number 2 (security version: found 3, wanted at least 9)",
                        "any of 2: measurement " + OTHER_MEASUREMENT + "; or signer " + SIGNER
                                + ", product id 7, security version at least 9"));
    }

    @Test
    void the_alternative_that_was_met_is_named() {
        var rule = IdentityRules.of(anyOf(NO, signer(SIGNER)), Known.release()).getFirst();
        assertThat(rule.found()).isEqualTo("number 2: signer " + SIGNER);
    }

    @Test
    void what_is_excluded_is_named() {
        var rules = IdentityRules.of(allOf(signer(SIGNER), not(YES)), Known.release());
        assertThat(rules)
                .containsExactly(
                        new Rule("signer", true, SIGNER.hex(), SIGNER.hex()),
                        new Rule("not", false, "measurement " + MEASUREMENT, "not measurement " + MEASUREMENT));
    }

    @Test
    void no_expectation_is_not_an_expectation() {
        assertThatIllegalArgumentException().isThrownBy(() -> new IdentityExpectation.AllOf(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new IdentityExpectation.AnyOf(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IdentityExpectation.Image(
                        Optional.empty(), Optional.empty(), OptionalInt.of(7), OptionalInt.of(3)))
                .withMessageContaining("found neither measurement nor signer");
    }

    @Test
    void values_of_another_size_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> measurement(Bytes.hex("aa".repeat(47))))
                .withMessageContaining("found 47 bytes, wanted 48");
        assertThatIllegalArgumentException().isThrownBy(() -> signer(Bytes.hex("")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> signer(SIGNER).withProductId(65536))
                .withMessageContaining("found 65536, wanted 0 to 65535");
        assertThatIllegalArgumentException().isThrownBy(() -> signer(SIGNER).withMinimumSecurityVersion(-1));
    }
}
