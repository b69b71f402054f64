package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
import java.time.Instant;

/**
 * Finds out whether the evidence of one kind of platform is authentic, by trust anchors that it was configured with. Pure: no network, no clock, no
 * policy. Thread-safe.
 */
public interface EvidenceVerifier {
    /** {@link dev.adyton.attestation.Evidence#type()} of what it verifies. */
    String type();

    /**
     * Verifies, every check fatal.
     *
     * @param platform the platform's evidence, hostile until this returns
     * @param reportData what it has to vouch for; 64 bytes
     * @param at the instant at which it has to be valid
     * @return what the platform claims
     * @throws VerificationException when it is not authentic, showing what was found and wanted
     */
    PlatformClaims verify(Bytes platform, Bytes reportData, Instant at) throws VerificationException;
}
