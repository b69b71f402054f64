package dev.adyton.attestation.ratls;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.cbor.Cbor;
import dev.adyton.attestation.ratls.RaTlsClaims.Hash;
import dev.adyton.attestation.verify.EvidenceVerifier;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.attestation.verify.PlatformClaims;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.Certificates;
import dev.adyton.attestation.x509.DerReader;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A certificate with a quote of SGX or TDX in it (Interoperable RA-TLS X.509 Cert and Evidence Formats, CCC; TCG DICE Attestation Architecture, OID {@value #EVIDENCE}). Hostile until
 * {@link #verify} returns. Then a platform has vouched for its key and its nonce, and for nothing else that it says: who signed it, and its names, are not looked at. That the peer has the key
 * is for TLS to find out. Immutable, thread-safe.
 */
public final class RaTlsCertificate {
    /** Extension with the evidence, {@code tcg-dice-conceptual-message-wrapper}. */
    public static final String EVIDENCE = "2.23.133.5.4.9";

    /** Most bytes of a certificate. Gramine's have two quotes in them. */
    public static final int MAX_BYTES = 48 * 1024;

    /** CBOR tag of quotes of SGX and TDX with claims. */
    static final int INTEL_QUOTE = 60000;

    // Key usage, alternative names, basic constraints, extended key usage: none of them widens what a quote says.
    private static final Set<String> UNDERSTOOD = Set.of("2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.37", EVIDENCE);

    private final X509Certificate certificate;
    private final Bytes quote;
    private final Bytes encodedClaims;
    private final RaTlsClaims claims;

    private RaTlsCertificate(X509Certificate certificate, Bytes quote, Bytes encodedClaims, RaTlsClaims claims) {
        this.certificate = certificate;
        this.quote = quote;
        this.encodedClaims = encodedClaims;
        this.claims = claims;
    }

    /**
     * Reads a certificate in DER and takes its evidence apart.
     *
     * @throws VerificationException unless it is one with evidence of the one kind that is understood
     */
    public static RaTlsCertificate read(Bytes der) throws VerificationException {
        var certificate = Certificates.der("certificate", der, MAX_BYTES);
        checkCritical(certificate);
        var extension = certificate.getExtensionValue(EVIDENCE);
        if (extension == null) {
            throw new VerificationException("extension " + EVIDENCE, "none", "one with evidence");
        }
        var outer = DerReader.of("extension " + EVIDENCE, Bytes.of(extension));
        var content = Bytes.of(outer.content(DerReader.OCTET_STRING));
        outer.end();
        if (!(RaTlsClaims.cbor("evidence", content) instanceof Cbor.Tag(long tag, Cbor tagged))) {
            throw new VerificationException("evidence", "no tag", "tag " + INTEL_QUOTE);
        }
        if (tag != INTEL_QUOTE) {
            throw new VerificationException("tag of the evidence", Long.toString(tag), "60000, a quote with claims");
        }
        if (!(tagged instanceof Cbor.Array(var items)) || items.size() != 2) {
            throw new VerificationException("evidence", tagged.kind(), "an array of quote and claims");
        }
        var encodedClaims = RaTlsClaims.bytes("claims", items.get(1));
        return new RaTlsCertificate(
                certificate, RaTlsClaims.bytes("quote", items.get(0)), encodedClaims, RaTlsClaims.read(encodedClaims));
    }

    private static void checkCritical(X509Certificate certificate) throws VerificationException {
        var critical = certificate.getCriticalExtensionOIDs();
        for (var oid : critical == null ? Set.<String>of() : critical) {
            if (!UNDERSTOOD.contains(oid)) {
                throw new VerificationException("critical extensions of the certificate", oid, "known ones");
            }
        }
    }

    /**
     * Verifies it: validity of the certificate, its signature where it is its own, that the claims are about its key, and the quote, which has to vouch for the claims.
     *
     * @param verifier of SGX or of TDX quotes, as the caller trusts one or the other
     * @param nonce that the caller gave the peer, which has to be in the claims; empty if there was none
     * @param at the instant at which all has to be valid
     * @return what the platform claims; whether it is acceptable is for a policy
     * @throws VerificationException when it is not authentic, showing what was found and wanted
     * @throws IllegalArgumentException for a verifier of something else
     */
    public PlatformClaims verify(EvidenceVerifier verifier, Optional<Bytes> nonce, Instant at)
            throws VerificationException {
        if (!Set.of(IntelVerifier.SGX, IntelVerifier.TDX).contains(verifier.type())) {
            throw new IllegalArgumentException("verifier: found " + verifier.type() + ", wanted " + IntelVerifier.SGX
                    + " or " + IntelVerifier.TDX);
        }
        checkCertificate(at);
        var hash = Hash.of(key(), claims.keyHash().algorithm());
        if (!claims.keyHash().equals(hash)) {
            throw new VerificationException(
                    "pubkey-hash",
                    claims.keyHash().value().shortHex(),
                    hash.value().shortHex() + " of the certificate");
        }
        if (nonce.isPresent() && !claims.nonce().equals(nonce)) {
            throw new VerificationException(
                    "nonce",
                    claims.nonce().map(Bytes::shortHex).orElse("none"),
                    nonce.get().shortHex());
        }
        return verifier.verify(quote, RaTlsClaims.reportData(encodedClaims), at);
    }

    private void checkCertificate(Instant at) throws VerificationException {
        var from = certificate.getNotBefore().toInstant();
        var until = certificate.getNotAfter().toInstant();
        if (at.isBefore(from) || at.isAfter(until)) {
            throw new VerificationException("validity of the certificate", at.toString(), from + " to " + until);
        }
        if (!certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal())) {
            return;
        }
        try {
            certificate.verify(key());
        } catch (GeneralSecurityException e) {
            throw new VerificationException(
                    "signature of the certificate", "one that does not verify", "one by its own key");
        }
    }

    /** The key that the quote vouches for, once it is verified. */
    public PublicKey key() {
        return certificate.getPublicKey();
    }

    /** The nonce in the claims. */
    public Optional<Bytes> nonce() {
        return claims.nonce();
    }

    /** The quote in it, as the platform gave it. */
    public Bytes quote() {
        return quote;
    }
}
