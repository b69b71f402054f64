package dev.adyton.attestation.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.PlatformClaims.Field;
import dev.adyton.attestation.verify.VerificationException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedVerifierTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");
    private static final Bytes REPORT_DATA = Bytes.hex("5a".repeat(64));

    private final SimulatedRoot root = SimulatedRoot.create();
    private final SimulatedVerifier verifier = SimulatedVerifier.trusting(Set.of(root.fingerprint()));
    private Bytes evidence;

    @BeforeEach
    void issue() throws Exception {
        evidence = root.source(InstantSource.fixed(NOW)).evidence(REPORT_DATA);
    }

    @Test
    void evidence_of_a_trusted_root_is_authentic_and_says_that_it_is_simulated() throws Exception {
        var claims = verifier.verify(evidence, REPORT_DATA, NOW);

        assertThat(claims).isEqualTo(new SimulatedClaims(root.fingerprint(), NOW));
        assertThat(claims.platform()).isEqualTo(verifier.type()).isEqualTo("simulated");
        assertThat(claims.simulated()).isTrue();
        assertThat(claims.debug()).isFalse();
        assertThat(claims.issuedAt()).contains(NOW);
        assertThat(claims.fields())
                .containsExactly(
                        new Field("root fingerprint", root.fingerprint().hex()),
                        new Field("issued at", "2026-03-01T12:00:00.123Z"));
    }

    @Test
    void evidence_of_a_root_that_is_not_trusted_is_refused() {
        var other = SimulatedRoot.create().fingerprint();

        assertThatRefused(SimulatedVerifier.trusting(Set.of(other)), evidence, REPORT_DATA, NOW)
                .withMessage("simulated root: found " + root.fingerprint() + ", wanted " + other);
    }

    @Test
    void without_a_trusted_root_everything_is_refused() {
        assertThatRefused(SimulatedVerifier.trusting(Set.of()), evidence, REPORT_DATA, NOW)
                .withMessageEndingWith("wanted a trusted root, and none is trusted");
    }

    @Test
    void each_of_several_trusted_roots_is_enough() throws Exception {
        var both = SimulatedVerifier.trusting(Set.of(SimulatedRoot.create().fingerprint(), root.fingerprint()));

        assertThat(both.verify(evidence, REPORT_DATA, NOW).simulated()).isTrue();
    }

    @Test
    void evidence_for_other_report_data_is_refused() {
        var other = Bytes.hex("5b".repeat(64));

        assertThatRefused(verifier, evidence, other, NOW)
                .withMessage("report data: found " + REPORT_DATA + ", wanted " + other);
    }

    @Test
    void evidence_with_any_byte_changed_is_refused() {
        for (int i = 0; i < evidence.size(); i++) {
            for (int change : new int[] {0x01, 0x80, 0xff}) {
                var bytes = evidence.toByteArray();
                bytes[i] ^= (byte) change;

                assertThatRefused(verifier, Bytes.of(bytes), REPORT_DATA, NOW);
            }
        }
    }

    @Test
    void evidence_cut_anywhere_is_refused() {
        for (int length = 0; length < evidence.size(); length++) {
            assertThatRefused(verifier, evidence.slice(0, length), REPORT_DATA, NOW)
                    .withMessage("simulated evidence: found " + length + " bytes, wanted 188 bytes");
        }
    }

    @Test
    void evidence_with_a_byte_too_many_is_refused() {
        assertThatRefused(verifier, Bytes.hex(evidence.hex() + "00"), REPORT_DATA, NOW);
    }

    @Test
    void a_signature_is_worth_nothing_on_other_evidence_of_the_same_root() throws Exception {
        var later = root.source(InstantSource.fixed(NOW.plusMillis(1))).evidence(REPORT_DATA);
        var mixed =
                Bytes.hex(later.slice(0, 124).hex() + evidence.slice(124, 188).hex());

        assertThatRefused(verifier, mixed, REPORT_DATA, NOW)
                .withMessage("simulated signature: found one that the root did not make,"
                        + " wanted the root's over this evidence");
    }

    @Test
    void another_key_cannot_sign_in_the_name_of_a_trusted_root() throws Exception {
        var forger = RootKey.generate();
        var rootKey = evidence.slice(80, 124);
        var signature = RootKey.sign(forger, SimulatedEvidence.toBeSigned(NOW, REPORT_DATA, rootKey));
        var forged = new SimulatedEvidence(NOW, REPORT_DATA, rootKey, signature).encode();

        assertThatRefused(verifier, forged, REPORT_DATA, NOW).withMessageStartingWith("simulated signature");
    }

    @Test
    void evidence_may_come_from_a_clock_that_is_a_little_ahead() throws Exception {
        var allowed = NOW.minus(SimulatedVerifier.CLOCK_SKEW);

        assertThat(verifier.verify(evidence, REPORT_DATA, allowed).issuedAt()).contains(NOW);
        assertThatRefused(verifier, evidence, REPORT_DATA, allowed.minusMillis(1))
                .withMessage("issue time: found 2026-03-01T12:00:00.123Z,"
                        + " wanted at most 5 minutes after 2026-03-01T11:55:00.122Z");
    }

    @Test
    void how_old_evidence_may_be_is_not_for_the_verifier_to_say() throws Exception {
        assertThat(verifier.verify(evidence, REPORT_DATA, NOW.plus(Duration.ofDays(365)))
                        .issuedAt())
                .contains(NOW);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33})
    void a_fingerprint_of_another_length_is_a_mistake_of_the_caller(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SimulatedVerifier.trusting(Set.of(Bytes.of(new byte[length]))))
                .withMessage("fingerprint of a simulated root: found " + length + " bytes, wanted 32");
    }

    @Test
    void wanted_report_data_of_another_length_is_a_mistake_of_the_caller() {
        assertThatIllegalArgumentException().isThrownBy(() -> verifier.verify(evidence, Bytes.of(new byte[32]), NOW));
    }

    private static ThrowableAssertAlternative<VerificationException> assertThatRefused(
            SimulatedVerifier verifier, Bytes evidence, Bytes reportData, Instant at) {
        return assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verifier.verify(evidence, reportData, at));
    }
}
