package dev.adyton.attestation.intel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.Certificates;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** What a certificate is to say, each field of which can be made wrong. */
final class CertificateSpec {
    private static final int LINE = 64;

    X500Principal subject;
    X500Principal issuer;
    KeyPair key;
    KeyPair signer;
    BigInteger serial = BigInteger.valueOf(1000);
    Instant notBefore = SyntheticIntel.NOW.minusSeconds(1000);
    Instant notAfter = SyntheticIntel.NOW.plusSeconds(1000);

    /** Path length of an authority; -1 for none that is stated, null for no authority. */
    Integer pathLength;

    int keyUsage;
    String algorithm = "SHA256withECDSA";
    boolean serverOnly;
    boolean unknownCritical;
    Bytes sgxExtension;

    /** Octet that is changed after it was signed; -1 for none. */
    int broken = -1;

    private X509Certificate read;

    CertificateSpec(X500Principal subject, X500Principal issuer, KeyPair key, KeyPair signer) {
        this.subject = subject;
        this.issuer = issuer;
        this.key = key;
        this.signer = signer;
    }

    static CertificateSpec authority(
            X500Principal subject, X500Principal issuer, KeyPair key, KeyPair signer, int pathLength) {
        var spec = new CertificateSpec(subject, issuer, key, signer);
        spec.pathLength = pathLength;
        spec.keyUsage = KeyUsage.keyCertSign | KeyUsage.cRLSign;
        return spec;
    }

    static CertificateSpec leaf(X500Principal subject, X500Principal issuer, KeyPair key, KeyPair signer) {
        var spec = new CertificateSpec(subject, issuer, key, signer);
        spec.keyUsage = KeyUsage.digitalSignature | KeyUsage.nonRepudiation;
        return spec;
    }

    Bytes der() {
        try {
            var builder = new X509v3CertificateBuilder(
                    name(issuer),
                    serial,
                    Date.from(notBefore),
                    Date.from(notAfter),
                    name(subject),
                    SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()));
            extend(builder);
            var signed = builder.build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate()))
                    .getEncoded();
            if (broken >= 0) {
                signed[broken] ^= 1;
            }
            return Bytes.of(signed);
        } catch (IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    /** Made once: signatures of ECDSA differ each time. */
    X509Certificate read() throws VerificationException {
        if (read == null) {
            read = Certificates.der("certificate", der());
        }
        return read;
    }

    private void extend(X509v3CertificateBuilder builder) throws CertIOException {
        var constraints = pathLength == null
                ? new BasicConstraints(false)
                : pathLength < 0 ? new BasicConstraints(true) : new BasicConstraints(pathLength);
        builder.addExtension(Extension.basicConstraints, true, constraints);
        if (keyUsage != 0) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(keyUsage));
        }
        if (serverOnly) {
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        }
        if (unknownCritical) {
            builder.addExtension(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"), true, DERNull.INSTANCE);
        }
        if (sgxExtension != null) {
            builder.addExtension(new ASN1ObjectIdentifier(PckExtension.OID), false, sgxExtension.toByteArray());
        }
    }

    static X500Name name(X500Principal principal) {
        return X500Name.getInstance(principal.getEncoded());
    }

    /** Certificates one after the other. */
    static Bytes pem(List<CertificateSpec> certificates) {
        var texts = new ArrayList<String>();
        for (var certificate : certificates) {
            texts.add(pem(certificate.der()));
        }
        return Bytes.utf8(String.join("", texts));
    }

    static String pem(Bytes der) {
        var base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der.toByteArray());
        return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
    }
}
