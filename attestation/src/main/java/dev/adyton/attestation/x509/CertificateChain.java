package dev.adyton.attestation.x509;

import dev.adyton.attestation.verify.VerificationException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A chain exactly as it was given: nothing is searched, reordered or left out. Immutable.
 *
 * @param certificates the trust anchor first, then each issued by the one before it, the leaf last; at least two. That the first is trusted is the caller's
 *     decision: its own signature is not looked at
 * @param scheme by which each but the anchor has to be signed
 */
public record CertificateChain(List<X509Certificate> certificates, SignatureScheme scheme) {
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final Set<String> UNDERSTOOD = Set.of(BASIC_CONSTRAINTS, KEY_USAGE);

    // Bits of KeyUsage, RFC 5280 section 4.2.1.3.
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;

    public CertificateChain {
        certificates = List.copyOf(certificates);
        if (certificates.size() < 2) {
            throw new IllegalArgumentException("certificates: found " + certificates.size() + ", wanted 2 or more");
        }
    }

    /** The certificate that no other of the chain is issued by. */
    public X509Certificate leaf() {
        return certificates.getLast();
    }

    /**
     * Makes sure that each certificate is issued by the one before it, which has to be an authority that may do so (RFC 5280 section 6.1: names, signature, basic
     * constraints with path length, key usage, no critical extension that is not understood), and that the leaf is none and has no restricted purpose.
     */
    public void checkIssued() throws VerificationException {
        for (var i = 0; i < certificates.size() - 1; i++) {
            checkAuthority(certificates.get(i), certificates.size() - 2 - i);
            checkIssued(certificates.get(i + 1), certificates.get(i));
        }
        checkLeaf();
        for (var certificate : certificates) {
            checkCritical(certificate);
        }
    }

    /**
     * Makes sure that every certificate is valid at an instant, which both ends of its validity belong to.
     *
     * @param at to the nanosecond
     */
    public void checkValid(Instant at) throws VerificationException {
        for (var certificate : certificates) {
            checkValid(certificate, certificate.getNotBefore().toInstant(), at);
        }
    }

    /**
     * Makes sure that every authority is valid at an instant, and that the leaf has not expired by then: for leaves that may be issued for a machine anew at any time, so that the
     * beginning of their validity says nothing about what they sign.
     *
     * @param at to the nanosecond
     */
    public void checkNotExpired(Instant at) throws VerificationException {
        for (var certificate : certificates) {
            var from = certificate.getNotBefore().toInstant();
            checkValid(certificate, certificate.equals(leaf()) && from.isAfter(at) ? at : from, at);
        }
    }

    private static void checkValid(X509Certificate certificate, Instant from, Instant at) throws VerificationException {
        var until = certificate.getNotAfter().toInstant();
        if (at.isBefore(from) || at.isAfter(until)) {
            throw new VerificationException(
                    "validity of " + Names.of(certificate), at.toString(), from + " to " + until);
        }
    }

    private void checkIssued(X509Certificate certificate, X509Certificate issuer) throws VerificationException {
        var name = Names.of(certificate);
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            throw new VerificationException(
                    "issuer of " + name, Names.of(certificate.getIssuerX500Principal()), Names.of(issuer));
        }
        scheme.require(name, issuer.getPublicKey(), certificate.getSigAlgOID(), certificate.getSigAlgParams());
        try {
            certificate.verify(issuer.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new VerificationException(
                    "signature of " + name, "one that does not verify", "one by " + Names.of(issuer));
        }
    }

    /** The path length counts the authorities below, without the leaf. */
    private static void checkAuthority(X509Certificate certificate, int authoritiesBelow) throws VerificationException {
        var name = Names.of(certificate);
        var pathLength = certificate.getBasicConstraints();
        if (pathLength < 0) {
            throw new VerificationException(
                    "basic constraints of " + name, "no authority", "an authority, as it issued another certificate");
        }
        if (pathLength < authoritiesBelow) {
            throw new VerificationException(
                    "path length of " + name, authoritiesBelow + " authorities below it", "at most " + pathLength);
        }
        if (!allows(certificate, KEY_CERT_SIGN)) {
            throw new VerificationException("key usage of " + name, "no keyCertSign", "keyCertSign");
        }
    }

    private void checkLeaf() throws VerificationException {
        var name = Names.of(leaf());
        if (leaf().getBasicConstraints() >= 0) {
            throw new VerificationException(
                    "basic constraints of " + name, "an authority", "a leaf, which issues nothing");
        }
        if (leaf().getKeyUsage() != null && !allows(leaf(), DIGITAL_SIGNATURE)) {
            throw new VerificationException("key usage of " + name, "no digitalSignature", "digitalSignature");
        }
        if (leaf().getExtensionValue("2.5.29.37") != null) {
            throw new VerificationException("extended key usage of " + name, "a restricted purpose", "none");
        }
    }

    private static boolean allows(X509Certificate certificate, int usage) {
        var usages = certificate.getKeyUsage();
        return usages != null && usages.length > usage && usages[usage];
    }

    private static void checkCritical(X509Certificate certificate) throws VerificationException {
        var critical = certificate.getCriticalExtensionOIDs();
        for (var oid : critical == null ? Set.<String>of() : critical) {
            if (!UNDERSTOOD.contains(oid)) {
                throw new VerificationException(
                        "critical extensions of " + Names.of(certificate),
                        oid,
                        "none but basic constraints and key usage");
            }
        }
    }
}
