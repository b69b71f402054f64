package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
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

    /** This with the certificate of another authority. */
    public SnpEndorsements withAuthority(Bytes certificate) {
        return new SnpEndorsements(signer, Optional.of(certificate), revocationList);
    }

    /** This with another revocation list. */
    public SnpEndorsements withRevocationList(Bytes list) {
        return new SnpEndorsements(signer, authority, Optional.of(list));
    }
}
