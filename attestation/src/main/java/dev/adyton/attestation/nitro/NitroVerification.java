package dev.adyton.attestation.nitro;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.NitroClaims;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.CertificateChain;
import dev.adyton.attestation.x509.Certificates;
import dev.adyton.attestation.x509.SignatureScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The checks of an attestation document, in their order; every one is fatal. */
public final class NitroVerification {
    /** Most bytes of a document: what a response of the security module can have (NSM_RESPONSE_MAX_SIZE of nitro-enclaves-nsm-api). */
    public static final int MAX_DOCUMENT_BYTES = 0x3000;

    private final List<X509Certificate> roots;

    private NitroVerification(List<X509Certificate> roots) {
        this.roots = roots;
    }

    /** A verification by these roots, in DER or PEM, each of which has to be signed by itself. */
    public static NitroVerification of(List<Bytes> roots) throws VerificationException {
        if (roots.isEmpty()) {
            throw new VerificationException("root certificates", "none", "at least one");
        }
        var certificates = new ArrayList<X509Certificate>();
        for (var root : roots) {
            var certificate = Certificates.derOrPem("root certificate", root);
            try {
                certificate.verify(certificate.getPublicKey());
            } catch (GeneralSecurityException e) {
                throw new VerificationException("root certificate", "one not signed by itself", "a self-signed one");
            }
            certificates.add(certificate);
        }
        return new NitroVerification(List.copyOf(certificates));
    }

    /** AWS' own root, G1, in PEM. */
    public static Bytes aws() {
        var resource = "aws-root-g1.pem";
        try (var stream = NitroVerification.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new AssertionError("resource " + resource + " is missing");
            }
            var text = new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
            return Bytes.utf8(text.substring(text.indexOf("-----BEGIN")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Verifies a document. */
    public NitroClaims verify(Bytes document, Instant at) throws VerificationException {
        checkSize(document);
        var message = CoseSign1.parse(document);
        var payload = AttestationDocument.parse(message.payload());
        var chain = chain(payload);
        chain.checkIssued();
        message.checkSigned(chain.leaf().getPublicKey());
        chain.checkValid(at);
        return payload.claims();
    }

    static void checkSize(Bytes document) throws VerificationException {
        if (document.size() == 0 || document.size() > MAX_DOCUMENT_BYTES) {
            throw new VerificationException(
                    "size of the document", document.size() + " bytes", "1 to " + MAX_DOCUMENT_BYTES);
        }
    }

    /** The chain has to begin with a root that is trusted, byte for byte; what a bundle calls its root is worth nothing. */
    private CertificateChain chain(AttestationDocument document) throws VerificationException {
        var certificates = new ArrayList<X509Certificate>();
        for (var certificate : document.bundle()) {
            certificates.add(Certificates.der("certificate of cabundle", certificate));
        }
        certificates.add(Certificates.der("certificate of the document", document.certificate()));
        if (!roots.contains(certificates.getFirst())) {
            throw new VerificationException(
                    "root of cabundle",
                    "one with SHA-256 " + fingerprint(certificates.getFirst()),
                    "a trusted one: " + fingerprints());
        }
        return new CertificateChain(certificates, SignatureScheme.ECDSA_P384_SHA384);
    }

    private String fingerprints() {
        return String.join(
                ", ", roots.stream().map(NitroVerification::fingerprint).toList());
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return Bytes.of(digest).hex();
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new AssertionError("every JDK has SHA-256, and what was read is encoded", e);
        }
    }
}
