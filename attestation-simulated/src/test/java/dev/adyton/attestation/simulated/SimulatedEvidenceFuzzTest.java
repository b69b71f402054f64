package dev.adyton.attestation.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.VerificationException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatedEvidenceFuzzTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Bytes REPORT_DATA = Bytes.of(new byte[64]);
    private static final SimulatedRoot ROOT = SimulatedRoot.create();
    private static final Bytes GENUINE = genuine();

    static Stream<byte[]> seeds() {
        return Stream.of(GENUINE.toByteArray());
    }

    @MethodSource("seeds")
    @FuzzTest
    void bytes_are_refused_or_are_what_their_root_made(byte[] bytes) {
        // Trusting whatever root the bytes name leads past that check to the signature.
        var named = bytes.length == SimulatedEvidence.BYTES
                ? RootKey.fingerprint(Bytes.of(bytes).slice(80, 124))
                : ROOT.fingerprint();
        try {
            SimulatedVerifier.trusting(Set.of(named)).verify(Bytes.of(bytes), REPORT_DATA, NOW);
            assertThat(SimulatedEvidence.decode(Bytes.of(bytes)).encode()).isEqualTo(Bytes.of(bytes));
            assertThat(named.equals(ROOT.fingerprint())).isEqualTo(GENUINE.equals(Bytes.of(bytes)));
        } catch (VerificationException e) {
            assertThat(e).hasMessageMatching("[ -~]+: found [ -~]+, wanted [ -~]+");
        }
    }

    private static Bytes genuine() {
        try {
            return ROOT.source(InstantSource.fixed(NOW)).evidence(REPORT_DATA);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
