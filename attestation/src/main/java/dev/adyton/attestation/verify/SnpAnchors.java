package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.amd.KnownCertificates;
import java.util.List;
import java.util.Set;

/**
 * Which AMD root keys (ARK) are trusted, each for its own product line only, and whether a revocation list is required. Immutable, thread-safe.
 */
public final class SnpAnchors {
    private final KnownCertificates known;
    private final boolean revocationListRequired;

    private SnpAnchors(KnownCertificates known, boolean revocationListRequired) {
        this.known = known;
        this.revocationListRequired = revocationListRequired;
    }

    /**
     * AMD's own root keys for Milan, Genoa and Turin, and the certificates of the authorities below them, as {@code https://kdsintf.amd.com/vcek/v1/<product>/cert_chain} and
     * {@code https://kdsintf.amd.com/vlek/v1/<product>/cert_chain} give them.
     */
    public static SnpAnchors amd() {
        return new SnpAnchors(KnownCertificates.amd(), false);
    }

    /**
     * Root keys of one's own choice.
     *
     * @param certificates in DER or PEM: those that are self-signed are trusted, there is at most one for each product and at least one; those of an ASK or ASVK are only known,
     *     so that endorsements need not have them
     * @throws IllegalArgumentException when one is neither, showing what was found and wanted
     */
    public static SnpAnchors of(List<Bytes> certificates) {
        try {
            return new SnpAnchors(KnownCertificates.of(certificates), false);
        } catch (VerificationException e) {
            throw new IllegalArgumentException("AMD root certificates: " + e.getMessage(), e);
        }
    }

    /** These, and evidence without a revocation list of the ARK that is valid at the instant is refused. One that is given is looked at in any case. */
    public SnpAnchors requiringRevocationList() {
        return new SnpAnchors(known, true);
    }

    /** The products for which a root key is trusted. */
    public Set<SnpProduct> products() {
        return known.products();
    }

    boolean revocationListRequired() {
        return revocationListRequired;
    }

    KnownCertificates known() {
        return known;
    }
}
