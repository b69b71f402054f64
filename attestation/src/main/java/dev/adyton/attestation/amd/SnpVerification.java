package dev.adyton.attestation.amd;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.SnpClaims;
import dev.adyton.attestation.verify.SnpClaims.SigningKey;
import dev.adyton.attestation.verify.SnpEndorsements;
import dev.adyton.attestation.verify.SnpKey;
import dev.adyton.attestation.verify.SnpProduct;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.CertificateChain;
import dev.adyton.attestation.x509.Certificates;
import dev.adyton.attestation.x509.RevocationList;
import dev.adyton.attestation.x509.SignatureScheme;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** The checks of a report, in their order; every one is fatal. */
public final class SnpVerification {
    private static final SignatureScheme SCHEME = SignatureScheme.RSA_4096_PSS_SHA384;

    private final KnownCertificates known;
    private final boolean revocationListRequired;

    public SnpVerification(KnownCertificates known, boolean revocationListRequired) {
        this.known = known;
        this.revocationListRequired = revocationListRequired;
    }

    /** Takes apart what a guest gets from its hypervisor, a report and a table of certificates, and picks those that can be of the report's key. */
    public static Optional<SnpEndorsements> endorsements(Bytes evidence) throws VerificationException {
        var report = SnpReport.parse(report(evidence));
        var table = CertificateTable.parse(evidence.slice(ReportField.REPORT_BYTES, evidence.size()));
        var signer = table.get(
                switch (report.signingKey()) {
                    case VCEK -> CertificateTable.Kind.VCEK;
                    case VLEK -> CertificateTable.Kind.VLEK;
                });
        return signer.map(certificate -> new SnpEndorsements(
                certificate, table.get(CertificateTable.Kind.ASK), table.get(CertificateTable.Kind.CRL)));
    }

    /** The report at the beginning of evidence. */
    public static Bytes report(Bytes evidence) throws VerificationException {
        if (evidence.size() < ReportField.REPORT_BYTES) {
            throw new VerificationException(
                    "size of the evidence", evidence.size() + " bytes", ReportField.REPORT_BYTES + " or more");
        }
        return evidence.slice(0, ReportField.REPORT_BYTES);
    }

    /** The key that signed it, as it says. */
    public static SnpKey key(Bytes evidence) throws VerificationException {
        var report = SnpReport.parse(report(evidence));
        var chip = report.signingKey() == SigningKey.VCEK
                ? Optional.of(report.get(ReportField.CHIP_ID))
                : Optional.<Bytes>empty();
        return new SnpKey(report.signingKey(), report.product(), chip, report.get(ReportField.REPORTED_TCB));
    }

    /**
     * Verifies a report.
     *
     * @param encoded the report alone
     */
    public SnpClaims verify(Bytes encoded, SnpEndorsements endorsements, Instant at) throws VerificationException {
        var report = SnpReport.parse(encoded);
        var key = report.signingKey();
        var signer = Certificates.derOrPem("certificate of the " + key, endorsements.signer());
        var product = product(report, signer);
        var list = revocationList(endorsements);
        var chain = chain(product, key, signer, endorsements);
        chain.checkIssued();
        checkNames(chain, product, key);
        ReportSignature.check(report, signer.getPublicKey());
        chain.checkValid(at);
        if (list.isPresent()) {
            checkRevocation(list.get(), chain, at);
        }
        return new ReportClaims(report, product, list.isPresent()).match(new SigningCertificate(signer, key));
    }

    /** A report of version 2 does not tell the product. Its certificate does, which is of no other than that root or will be refused. */
    private static SnpProduct product(SnpReport report, X509Certificate signer) throws VerificationException {
        if (report.product().isPresent()) {
            return report.product().get();
        }
        var issuer = signer.getIssuerX500Principal();
        var product = Products.ofAuthority(issuer, report.signingKey());
        if (product.isEmpty()) {
            throw new VerificationException(
                    "issuer of the " + report.signingKey(),
                    printable(issuer.getName()),
                    "AMD's authority for " + report.signingKey() + "s of a product");
        }
        return product.get();
    }

    private CertificateChain chain(SnpProduct product, SigningKey key, X509Certificate signer, SnpEndorsements given)
            throws VerificationException {
        var root = known.root(product);
        if (root.isEmpty()) {
            throw new VerificationException("root key for " + product, "none configured", "one that is trusted");
        }
        var authority = given.authority().isPresent()
                ? Optional.of(Certificates.derOrPem(
                        "certificate of the authority", given.authority().get()))
                : known.authority(product, key);
        if (authority.isEmpty()) {
            throw new VerificationException(
                    "certificate of the authority", "none", "one of " + Products.authority(product, key));
        }
        return new CertificateChain(List.of(root.get(), authority.get(), signer), SCHEME);
    }

    /** All VCEKs and VLEKs look alike but for who issued them, so the authority has to be the one for this kind of key. */
    private static void checkNames(CertificateChain chain, SnpProduct product, SigningKey key)
            throws VerificationException {
        checkName("authority of the " + key, chain.certificates().get(1), Products.authority(product, key));
        checkName("subject of the " + key, chain.leaf(), Products.signer(key));
    }

    private static void checkName(String what, X509Certificate certificate, X500Principal wanted)
            throws VerificationException {
        var found = certificate.getSubjectX500Principal();
        if (!found.equals(wanted)) {
            throw new VerificationException(what, printable(found.getName()), wanted.getName());
        }
    }

    private Optional<RevocationList> revocationList(SnpEndorsements endorsements) throws VerificationException {
        if (endorsements.revocationList().isPresent()) {
            return Optional.of(RevocationList.parse(
                    "revocation list of the ARK", endorsements.revocationList().get()));
        }
        if (revocationListRequired) {
            throw new VerificationException("revocation list of the ARK", "none", "one, as it is required");
        }
        return Optional.empty();
    }

    /** AMD's list is the ARK's, of authorities; every VCEK has serial number 0. Should it ever name one of a VCEK or VLEK, that counts too. */
    private static void checkRevocation(RevocationList list, CertificateChain chain, Instant at)
            throws VerificationException {
        list.check(chain.certificates().getFirst(), SCHEME, at);
        list.checkNotRevoked(chain.certificates().get(1));
        list.checkNotRevoked(chain.leaf());
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
