package dev.adyton.attestation.x509;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.PlatformClaims.Field;
import java.security.cert.X509Certificate;
import java.util.List;

/** What a certificate says, for people. */
public final class CertificateFields {
    private CertificateFields() {}

    /** Names, serial number, validity and key. */
    public static List<Field> of(X509Certificate certificate) {
        return List.of(
                new Field("subject", Names.of(certificate)),
                new Field("issuer", Names.of(certificate.getIssuerX500Principal())),
                new Field("serial number", certificate.getSerialNumber().toString(16)),
                new Field("valid from", certificate.getNotBefore().toInstant().toString()),
                new Field("valid until", certificate.getNotAfter().toInstant().toString()),
                new Field(
                        "public key",
                        Bytes.of(certificate.getPublicKey().getEncoded()).hex()),
                new Field("signature", Bytes.of(certificate.getSignature()).hex()));
    }
}
