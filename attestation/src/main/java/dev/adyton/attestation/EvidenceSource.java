package dev.adyton.attestation;

/**
 * A platform's way to evidence: it vouches for 64 bytes. Held by the launcher alone, since whoever has it can have anything vouched for.
 * Thread-safe.
 */
public interface EvidenceSource {
    /** {@link Evidence#type()} of what it makes. */
    String type();

    /**
     * Obtains evidence now; may block.
     *
     * @param reportData what the platform is to sign; 64 bytes
     * @return the platform's evidence in its own format
     * @throws EvidenceUnavailableException when the platform gives none, saying why
     */
    Bytes evidence(Bytes reportData) throws EvidenceUnavailableException;
}
