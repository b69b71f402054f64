package dev.adyton.attestation.simulated;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.EvidenceVerifier;
import dev.adyton.attestation.verify.PlatformClaims;
import dev.adyton.attestation.verify.VerificationException;
import java.time.Instant;
import java.util.Set;

/** Verifies evidence of simulated platforms whose root is trusted by its fingerprint. (Skeleton.) Immutable. */
public final class SimulatedVerifier implements EvidenceVerifier {
    private SimulatedVerifier() {}

    /** @param roots fingerprints of the roots that are trusted; 32 bytes each */
    public static SimulatedVerifier trusting(Set<Bytes> roots) {
        throw new UnsupportedOperationException("trusting");
    }

    @Override
    public String type() {
        return SimulatedRoot.TYPE;
    }

    @Override
    public PlatformClaims verify(Bytes platform, Bytes reportData, Instant at) throws VerificationException {
        throw new UnsupportedOperationException("verify");
    }
}
