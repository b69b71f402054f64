package dev.adyton.channel;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The one form of certificate that a channel knows: X.509 v3 (RFC 5280) around a P-256 key, signed by that key. TLS asks for a certificate; all
 * that it is there to carry is the key. Everything else in it is the same for all: serial number 1, {@code CN=adyton} as issuer and subject, valid
 * from 1970 for ever (RFC 5280 section 4.1.2.5), no extensions.
 */
final class LeafCertificate {
    /** SubjectPublicKeyInfo of any P-256 key up to its point (RFC 5480 section 2). */
    private static final byte[] KEY_PREFIX =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

    /** Length of the SubjectPublicKeyInfo of an uncompressed P-256 key: the prefix and a point of 65 bytes. */
    private static final int KEY_BYTES = 91;

    /** ecdsa-with-SHA256, 1.2.840.10045.4.3.2 (RFC 5758 section 3.2). */
    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.objectIdentifier(
            (byte) 0x2a, (byte) 0x86, (byte) 0x48, (byte) 0xce, (byte) 0x3d, (byte) 4, (byte) 3, (byte) 2));

    /** {@code CN=adyton}; id-at-commonName is 2.5.4.3. */
    private static final byte[] NAME = Der.sequence(
            Der.set(Der.sequence(Der.objectIdentifier((byte) 0x55, (byte) 4, (byte) 3), Der.utf8String("adyton"))));

    private static final byte[] FOR_EVER =
            Der.sequence(Der.utcTime("700101000000Z"), Der.generalizedTime("99991231235959Z"));

    private static final int X509_V3 = 2;
    private static final int SERIAL_NUMBER = 1;

    private LeafCertificate() {}

    /** The certificate of this P-256 key, signed by it. */
    static X509Certificate of(KeyPair key) throws GeneralSecurityException {
        var signed = signedPart(key.getPublic().getEncoded());
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key.getPrivate());
        signature.update(signed);
        var encoded = Der.sequence(signed, ECDSA_WITH_SHA256, Der.bitString(signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    /**
     * Checks that this is a certificate as {@link #of} makes it. That says nothing about whose it is.
     *
     * @throws CertificateException saying what was found and wanted
     */
    static void check(X509Certificate certificate) throws CertificateException {
        var key = certificate.getPublicKey().getEncoded();
        if (key.length != KEY_BYTES || !Arrays.equals(key, 0, KEY_PREFIX.length, KEY_PREFIX, 0, KEY_PREFIX.length)) {
            throw new CertificateException("found a key of " + key.length + " bytes, wanted an uncompressed P-256 key");
        }
        if (!Arrays.equals(certificate.getTBSCertificate(), signedPart(key))) {
            throw new CertificateException(
                    "found another certificate than the self-signed one of its key, wanted that");
        }
        try {
            certificate.verify(certificate.getPublicKey());
        } catch (SignatureException e) {
            throw new CertificateException("found a certificate that another key signed, wanted a self-signed one", e);
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the signature of the certificate cannot be checked: " + e.getMessage(), e);
        }
    }

    private static byte[] signedPart(byte[] subjectPublicKeyInfo) {
        return Der.sequence(
                Der.explicit0(Der.integer(X509_V3)),
                Der.integer(SERIAL_NUMBER),
                ECDSA_WITH_SHA256,
                NAME,
                FOR_EVER,
                NAME,
                subjectPublicKeyInfo);
    }
}
