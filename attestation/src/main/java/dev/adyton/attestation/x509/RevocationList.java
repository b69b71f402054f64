package dev.adyton.attestation.x509;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.VerificationException;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;

/** A list of what its issuer revoked (RFC 5280 section 5): whole, not a delta or a part. Immutable. */
public final class RevocationList {
    // Bit of KeyUsage, RFC 5280 section 4.2.1.3.
    private static final int CRL_SIGN = 6;

    private final String what;
    private final X509CRL list;

    private RevocationList(String what, X509CRL list) {
        this.what = what;
        this.list = list;
    }

    /**
     * Reads a list in DER.
     *
     * @param what it is, for errors
     */
    public static RevocationList parse(String what, Bytes der) throws VerificationException {
        return new RevocationList(what, Certificates.crl(what, der));
    }

    /** When it was issued. */
    public Instant issuedAt() {
        return list.getThisUpdate().toInstant();
    }

    /** When it stops being valid, where it says so; one that does not is never valid. */
    public Optional<Instant> validUntil() {
        return Optional.ofNullable(list.getNextUpdate()).map(Date::toInstant);
    }

    /**
     * Makes sure that this list is by an authority, is about all that it issued, and is valid at an instant.
     *
     * @param issuer whose certificate is authentic already
     */
    public void check(X509Certificate issuer, SignatureScheme scheme, Instant at) throws VerificationException {
        checkIssued(issuer, scheme);
        checkValid(at);
    }

    /**
     * Makes sure that this list is by an authority and is about all that it issued.
     *
     * @param issuer whose certificate is authentic already
     */
    public void checkIssued(X509Certificate issuer, SignatureScheme scheme) throws VerificationException {
        if (!list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            throw new VerificationException(
                    "issuer of " + what, Names.of(list.getIssuerX500Principal()), Names.of(issuer));
        }
        var usages = issuer.getKeyUsage();
        if (usages == null || usages.length <= CRL_SIGN || !usages[CRL_SIGN]) {
            throw new VerificationException("key usage of " + Names.of(issuer), "no cRLSign", "cRLSign");
        }
        scheme.require(what, issuer.getPublicKey(), list.getSigAlgOID(), list.getSigAlgParams());
        try {
            list.verify(issuer.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new VerificationException(
                    "signature of " + what, "one that does not verify", "one by " + Names.of(issuer));
        }
        checkWhole();
    }

    /**
     * Makes sure that a certificate of the list's issuer is not on it.
     *
     * @throws VerificationException when it was revoked, at whatever instant
     */
    public void checkNotRevoked(X509Certificate certificate) throws VerificationException {
        var entry = list.getRevokedCertificate(certificate.getSerialNumber());
        if (entry != null) {
            throw new VerificationException(
                    "revocation of " + Names.of(certificate),
                    "revoked on " + entry.getRevocationDate().toInstant(),
                    "not revoked");
        }
    }

    /** Scope and delta are told by critical extensions, of the list or of its entries. */
    private void checkWhole() throws VerificationException {
        var critical = list.getCriticalExtensionOIDs();
        for (var oid : critical == null ? Set.<String>of() : critical) {
            throw new VerificationException("critical extensions of " + what, oid, "none");
        }
        var entries = list.getRevokedCertificates();
        if (entries != null && entries.stream().anyMatch(entry -> entry.hasUnsupportedCriticalExtension())) {
            throw new VerificationException("critical extensions of an entry of " + what, "one", "none");
        }
    }

    /**
     * Makes sure that this list is valid at an instant, which both ends of its validity belong to.
     *
     * @param at to the nanosecond
     */
    public void checkValid(Instant at) throws VerificationException {
        if (list.getNextUpdate() == null) {
            throw new VerificationException("next update of " + what, "none", "an instant");
        }
        var from = list.getThisUpdate().toInstant();
        var until = list.getNextUpdate().toInstant();
        if (at.isBefore(from) || at.isAfter(until)) {
            throw new VerificationException("validity of " + what, at.toString(), from + " to " + until);
        }
    }
}
