package dev.adyton.attestation.x509;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.VerificationException;
import java.io.ByteArrayInputStream;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Arrays;

/** Reads certificates and revocation lists of strangers: bounded, one at a time, nothing before or after. */
public final class Certificates {
    /** Most bytes of a certificate; those of the vendors have up to 1,700. */
    public static final int MAX_CERTIFICATE_BYTES = 8 * 1024;

    /** Most bytes of a revocation list. */
    public static final int MAX_CRL_BYTES = 1024 * 1024;

    // Base64 and line ends: twice the size is plenty.
    private static final int MAX_PEM_BYTES = 2 * MAX_CERTIFICATE_BYTES;
    private static final int PEM_FIRST = '-';

    private Certificates() {}

    /**
     * Reads one certificate in DER.
     *
     * @param what it is, for errors
     * @throws VerificationException unless these bytes are exactly one certificate of version 3
     */
    public static X509Certificate der(String what, Bytes encoded) throws VerificationException {
        return der(what, encoded, MAX_CERTIFICATE_BYTES);
    }

    /**
     * Reads one certificate in DER that may be of another size.
     *
     * @param what it is, for errors
     * @param max most bytes that it may have
     * @throws VerificationException unless these bytes are exactly one certificate of version 3
     */
    public static X509Certificate der(String what, Bytes encoded, int max) throws VerificationException {
        var bytes = bounded(what, encoded, max);
        try {
            var certificate = (X509Certificate) factory().generateCertificate(new ByteArrayInputStream(bytes));
            // The factory reads what it understands and leaves the rest.
            if (!Arrays.equals(certificate.getEncoded(), bytes)) {
                throw new VerificationException(
                        what, bytes.length + " bytes of which not all are the certificate", "one certificate in DER");
            }
            checkWhole(what, bytes, certificate.getSignature());
            if (certificate.getVersion() != 3) {
                throw new VerificationException(what, "version " + certificate.getVersion(), "version 3");
            }
            return certificate;
        } catch (CertificateException e) {
            throw new VerificationException(what, "no certificate (" + reason(e) + ")", "a certificate in DER");
        }
    }

    /**
     * Reads one certificate in DER or in PEM (RFC 7468), where the source of it gives either.
     *
     * @param what it is, for errors
     * @throws VerificationException unless these bytes are exactly one certificate of version 3
     */
    public static X509Certificate derOrPem(String what, Bytes encoded) throws VerificationException {
        if (encoded.size() == 0 || encoded.size() > MAX_PEM_BYTES || encoded.at(0) != PEM_FIRST) {
            return der(what, encoded);
        }
        var certificates = Pem.certificates(what, encoded, 1);
        if (certificates.isEmpty()) {
            throw new VerificationException(what, "no certificate", "one");
        }
        return der(what, certificates.getFirst());
    }

    /**
     * Reads one revocation list in DER.
     *
     * @param what it is, for errors
     * @throws VerificationException unless these bytes are exactly one revocation list
     */
    public static X509CRL crl(String what, Bytes encoded) throws VerificationException {
        var bytes = bounded(what, encoded, MAX_CRL_BYTES);
        try {
            var crl = (X509CRL) factory().generateCRL(new ByteArrayInputStream(bytes));
            if (!Arrays.equals(crl.getEncoded(), bytes)) {
                throw new VerificationException(
                        what, bytes.length + " bytes of which not all are the list", "one revocation list in DER");
            }
            checkWhole(what, bytes, crl.getSignature());
            return crl;
        } catch (CRLException e) {
            throw new VerificationException(what, "no revocation list (" + reason(e) + ")", "a revocation list in DER");
        }
    }

    /** The signature is the last thing, in whole octets: the JDK's parser would drop bits that the octet before it calls unused. */
    private static void checkWhole(String what, byte[] encoded, byte[] signature) throws VerificationException {
        var from = encoded.length - signature.length;
        if (encoded[from - 1] != 0 || !Arrays.equals(encoded, from, encoded.length, signature, 0, signature.length)) {
            throw new VerificationException(what, "a signature of a part of its last octet", "one of whole octets");
        }
    }

    private static byte[] bounded(String what, Bytes encoded, int max) throws VerificationException {
        if (encoded.size() == 0 || encoded.size() > max) {
            throw new VerificationException(what, encoded.size() + " bytes", "1 to " + max);
        }
        var bytes = encoded.toByteArray();
        // The factory would take PEM as well, and skip what stands before it.
        if (bytes[0] != DerReader.SEQUENCE) {
            throw new VerificationException(what, "0x%02x first".formatted(bytes[0]), "a DER sequence");
        }
        return bytes;
    }

    private static CertificateFactory factory() {
        try {
            return CertificateFactory.getInstance("X.509");
        } catch (CertificateException e) {
            throw new AssertionError("every JDK reads X.509", e);
        }
    }

    private static String reason(Exception e) {
        return String.valueOf(e.getMessage()).replaceAll("[^ -~]", "?");
    }
}
