package dev.adyton.attestation.intel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.intel.Refusals.Refusal;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A single fault in evidence or endorsements, everything else valid and signed. */
class IntelRefusalTest {
    static List<Refusal> refusals() {
        return Refusals.all();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_single_fault_is_refused_and_named(Refusal refusal) {
        var synthetic = new SyntheticIntel(refusal.kind());
        refusal.fault().accept(synthetic);

        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(synthetic::verify)
                .withMessageStartingWith(refusal.message())
                .withMessageMatching("[ -~]+");
    }

    @Test
    void there_are_faults_of_every_sort() {
        assertThat(Refusals.all()).hasSizeGreaterThan(120);
    }

    /** So that what is refused above is refused for its fault. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void without_a_fault_nothing_is_refused(Kind kind) throws VerificationException {
        assertThat(new SyntheticIntel(kind).verify().tcb().status().label()).isEqualTo("UpToDate");
    }
}
