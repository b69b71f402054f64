package dev.adyton.attestation;

/** Proves what one end of a channel is. Thread-safe; may block. */
@FunctionalInterface
public interface Attester {
    /**
     * Evidence for this end of the channel.
     *
     * @param binder of {@link ChannelBinding#binder}; 64 bytes
     * @throws EvidenceUnavailableException when there is none, saying why
     */
    Evidence attest(Bytes binder) throws EvidenceUnavailableException;

    /** An attester that has the source vouch for these claims. To be made by a launcher, for what it measured itself. */
    static Attester of(EvidenceSource source, RuntimeClaims claims) {
        var encoded = claims.encode();
        return binder ->
                new Evidence(source.type(), source.evidence(ChannelBinding.reportData(encoded, binder)), encoded);
    }
}
