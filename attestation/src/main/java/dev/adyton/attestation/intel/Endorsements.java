package dev.adyton.attestation.intel;

import static dev.adyton.attestation.x509.SignatureScheme.ECDSA_P256_SHA256;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.json.Json;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonParser;
import dev.adyton.attestation.verify.IntelCollateral;
import dev.adyton.attestation.verify.IntelDocument;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.CertificateChain;
import dev.adyton.attestation.x509.RevocationList;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Collateral whose signatures are right. Whether it is valid at an instant is another question, as is whether it fits a quote.
 *
 * @param rootCrl by the root; absent where none was given
 * @param pckCrl by the authority of the quote's PCK certificate; absent where none was given
 * @param tcbSigner chain of the key that signed the TCB information
 * @param tcbInfo authentic
 * @param identitySigner chain of the key that signed the identity
 * @param identity authentic
 */
record Endorsements(
        Optional<RevocationList> rootCrl,
        Optional<RevocationList> pckCrl,
        CertificateChain tcbSigner,
        TcbInfo tcbInfo,
        CertificateChain identitySigner,
        EnclaveIdentity identity) {
    private static final String ROOT_CRL = "root revocation list";
    private static final String PCK_CRL = "PCK revocation list";
    private static final String TCB_INFO = "TCB info";
    private static final String IDENTITY = "quoting enclave identity";

    /** Takes a document apart. */
    private interface Reader<T> {
        T read(Json document) throws JsonException;
    }

    /**
     * Verifies every signature.
     *
     * @param root of the quote's own chain
     * @param authority that issued the quote's PCK certificate
     */
    static Endorsements verify(
            IntelCollateral collateral, Chains chains, X509Certificate root, X509Certificate authority)
            throws VerificationException {
        var tcbSigner = signer(chains, TCB_INFO, collateral.tcbInfoChain(), root);
        var identitySigner = collateral.identityChain().equals(collateral.tcbInfoChain())
                ? tcbSigner
                : signer(chains, IDENTITY, collateral.identityChain(), root);
        var tcbInfo = document(TCB_INFO, collateral.tcbInfo(), tcbSigner, TcbInfo::parse);
        var identity = document(IDENTITY, collateral.identity(), identitySigner, EnclaveIdentity::parse);
        return new Endorsements(
                list(ROOT_CRL, collateral.rootCrl(), root),
                list(PCK_CRL, collateral.pckCrl(), authority),
                tcbSigner,
                tcbInfo,
                identitySigner,
                identity);
    }

    private static CertificateChain signer(Chains chains, String what, Bytes pem, X509Certificate root)
            throws VerificationException {
        var chain = chains.issued("signer's chain of the " + what, pem, 2);
        IntelNames.require("signer of the " + what, chain.leaf(), IntelNames.TCB_SIGNING);
        PublicKey key = chain.certificates().getFirst().getPublicKey();
        if (!key.equals(root.getPublicKey())) {
            throw new VerificationException("root of the " + what, "another trusted key", "that of the quote");
        }
        return chain;
    }

    private static Optional<RevocationList> list(String what, Optional<Bytes> der, X509Certificate issuer)
            throws VerificationException {
        if (der.isEmpty()) {
            return Optional.empty();
        }
        var list = RevocationList.parse(what, der.get());
        list.checkIssued(issuer, ECDSA_P256_SHA256);
        return Optional.of(list);
    }

    private static <T> T document(String what, IntelDocument document, CertificateChain signer, Reader<T> reader)
            throws VerificationException {
        var size = document.body().size();
        if (size > IntelDocument.MAX_BYTES) {
            throw new VerificationException(
                    "size of the " + what, size + " bytes", "at most " + IntelDocument.MAX_BYTES);
        }
        Ecdsa.verify(what, signer.leaf().getPublicKey(), document.body(), document.signature());
        try {
            return reader.read(JsonParser.parse(document.body(), IntelDocument.MAX_BYTES));
        } catch (JsonException e) {
            throw new VerificationException(what + " at " + e.place(), e.found(), e.wanted());
        }
    }

    /**
     * Makes sure that all are valid at an instant. Lists and documents, which Intel issues anew each month, may be past the date of their next update for a time of grace; certificates may not be past
     * their end.
     */
    void checkValid(Instant at, Duration grace) throws VerificationException {
        tcbSigner.checkValid(at);
        identitySigner.checkValid(at);
        for (var list : lists().toList()) {
            list.checkValid(tolerated(at, list.validUntil().orElse(at), grace));
        }
        tcbInfo.validity()
                .check("the " + TCB_INFO, tolerated(at, tcbInfo.validity().until(), grace));
        identity.validity()
                .check("the " + IDENTITY, tolerated(at, identity.validity().until(), grace));
    }

    private static Instant tolerated(Instant at, Instant until, Duration grace) {
        return at.isAfter(until) && !at.isAfter(until.plus(grace)) ? until : at;
    }

    /** The lesser of the two documents'. */
    long evaluationDataNumber() {
        return Math.min(tcbInfo.evaluationDataNumber(), identity.evaluationDataNumber());
    }

    /** When the oldest was issued of what Intel issues each month: not the root's list, which is for a year. */
    Instant issuedAt() {
        var instants = Stream.of(tcbInfo.validity().from(), identity.validity().from());
        return Stream.concat(instants, pckCrl.stream().map(RevocationList::issuedAt))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** When the first of all, a chain included, stops being valid. */
    Instant validUntil(CertificateChain pckChain) {
        var certificates = Stream.of(pckChain, tcbSigner, identitySigner)
                .flatMap(chain -> chain.certificates().stream())
                .map(certificate -> certificate.getNotAfter().toInstant());
        var documents =
                Stream.of(tcbInfo.validity().until(), identity.validity().until());
        return Stream.concat(
                        Stream.concat(certificates, documents), lists().flatMap(list -> list.validUntil().stream()))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private Stream<RevocationList> lists() {
        return Stream.concat(rootCrl.stream(), pckCrl.stream());
    }

    /** Makes sure that nothing that was relied on has been revoked; where there is no list, nobody knows. */
    void checkRevocation(X509Certificate pck, X509Certificate authority) throws VerificationException {
        var root = present(ROOT_CRL, rootCrl);
        root.checkNotRevoked(authority);
        root.checkNotRevoked(tcbSigner.leaf());
        root.checkNotRevoked(identitySigner.leaf());
        present(PCK_CRL, pckCrl).checkNotRevoked(pck);
    }

    private static RevocationList present(String what, Optional<RevocationList> list) throws VerificationException {
        return list.orElseThrow(() -> new VerificationException("revocation", "no " + what, "one"));
    }
}
