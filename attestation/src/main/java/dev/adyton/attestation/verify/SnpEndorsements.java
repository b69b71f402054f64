package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.amd.SnpVerification;
import java.util.Optional;

/**
 * What AMD says of the key that signed a report; signed by AMD, so it may come from anywhere. Each is in DER, or for certificates in PEM. Immutable.
 *
 * @param signer certificate of the VCEK or VLEK
 * @param authority certificate of the ASK or ASVK, which signed that; absent where the {@link SnpAnchors} have it
 * @param revocationList of the ARK, which signed that
 */
public record SnpEndorsements(Bytes signer, Optional<Bytes> authority, Optional<Bytes> revocationList) {
    /** Only the certificate of the key that signed the report. */
    public static SnpEndorsements of(Bytes signer) {
        return new SnpEndorsements(signer, Optional.empty(), Optional.empty());
    }

    /**
     * Those that came with evidence, in the hypervisor's table of certificates.
     *
     * @param evidence a report, and whatever follows it
     * @return absent where there is no certificate for the key that signed the report
     * @throws VerificationException when that is no report with or without a table
     */
    public static Optional<SnpEndorsements> ofEvidence(Bytes evidence) throws VerificationException {
        return SnpVerification.endorsements(evidence);
    }

    /** This with the certificate of another authority. */
    public SnpEndorsements withAuthority(Bytes certificate) {
        return new SnpEndorsements(signer, Optional.of(certificate), revocationList);
    }

    /** This with another revocation list. */
    public SnpEndorsements withRevocationList(Bytes list) {
        return new SnpEndorsements(signer, authority, Optional.of(list));
    }
}
