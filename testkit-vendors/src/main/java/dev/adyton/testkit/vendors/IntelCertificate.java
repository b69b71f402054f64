package dev.adyton.testkit.vendors;

import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;

/** What a certificate of Intel's is to say; each field can be made wrong before it is {@linkplain #der signed}. */
public final class IntelCertificate {
    public X500Principal subject;
    public X500Principal issuer;
    public KeyPair key;
    public KeyPair signer;
    public BigInteger serial = BigInteger.valueOf(1000);
    public Instant notBefore = IntelMachine.NOW.minusSeconds(1000);
    public Instant notAfter = IntelMachine.NOW.plusSeconds(1000);

    /** Path length of an authority; -1 for none that is stated, null for no authority. */
    public @Nullable Integer pathLength;

    /** Bits as in {@link KeyUsage}; 0 for no such extension. */
    public int keyUsage;

    public String algorithm = "SHA256withECDSA";

    /** With the extended key usage of a server. */
    public boolean serverOnly;

    /** With a critical extension that nobody knows. */
    public boolean unknownCritical;

    /** Content of the SGX extension, if it is not to be the machine's. */
    public byte @Nullable [] sgxExtension;

    /** Octet that is changed after it was signed; -1 for none. */
    public int broken = -1;

    private IntelCertificate(X500Principal subject, X500Principal issuer, KeyPair key, KeyPair signer) {
        this.subject = subject;
        this.issuer = issuer;
        this.key = key;
        this.signer = signer;
    }

    /** An authority that may sign certificates and lists. */
    public static IntelCertificate authority(
            X500Principal subject, X500Principal issuer, KeyPair key, KeyPair signer, int pathLength) {
        var certificate = new IntelCertificate(subject, issuer, key, signer);
        certificate.pathLength = pathLength;
        certificate.keyUsage = KeyUsage.keyCertSign | KeyUsage.cRLSign;
        return certificate;
    }

    /** A certificate that signs something else than certificates. */
    public static IntelCertificate leaf(X500Principal subject, X500Principal issuer, KeyPair key, KeyPair signer) {
        var certificate = new IntelCertificate(subject, issuer, key, signer);
        certificate.keyUsage = KeyUsage.digitalSignature | KeyUsage.nonRepudiation;
        return certificate;
    }

    /** The certificate; signed anew each time. */
    public byte[] der() {
        var constraints = pathLength == null
                ? new BasicConstraints(false)
                : pathLength < 0 ? new BasicConstraints(true) : new BasicConstraints(pathLength);
        var maker = new CertificateMaker(
                        3,
                        serial,
                        subject,
                        issuer,
                        notBefore,
                        notAfter,
                        key.getPublic(),
                        signer.getPrivate(),
                        algorithm,
                        Map.of())
                .basicConstraints(constraints);
        if (keyUsage != 0) {
            maker = maker.keyUsage(keyUsage);
        }
        if (serverOnly) {
            maker = maker.serverOnly();
        }
        if (unknownCritical) {
            maker = maker.extension("1.3.6.1.4.1.99999.1", true, new byte[] {5, 0});
        }
        if (sgxExtension != null) {
            maker = maker.extension(SgxExtension.OID, false, sgxExtension);
        }
        var signed = maker.make();
        if (broken >= 0) {
            signed[broken] ^= 1;
        }
        return signed;
    }

    /** Certificates one after the other, each signed anew. */
    static String pem(List<IntelCertificate> certificates) {
        return certificates.stream()
                .map(certificate -> CertificateMaker.pem(certificate.der()))
                .collect(Collectors.joining());
    }
}
