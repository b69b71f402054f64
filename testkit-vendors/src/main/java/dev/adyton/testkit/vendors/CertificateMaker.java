package dev.adyton.testkit.vendors;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v1CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates that are right in everything but what a test changes, one property at a time. Immutable. */
public record CertificateMaker(
        int version,
        BigInteger serial,
        X500Principal subject,
        X500Principal issuer,
        Instant notBefore,
        Instant notAfter,
        PublicKey key,
        PrivateKey issuerKey,
        String algorithm,
        Map<String, Ext> extensions) {

    /** RSASSA-PSS as AMD signs. */
    public static final String PSS_SHA384 = "SHA384WITHRSAANDMGF1";

    /** ECDSA as AWS signs. */
    public static final String ECDSA_SHA384 = "SHA384withECDSA";

    // Never registered: what reads certificates must not find it.
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String KEY_USAGE = "2.5.29.15";

    /** An extension, its content in hex digits. */
    public record Ext(boolean critical, String content) {}

    /** Whether the subject is a leaf is up to {@link #authority} and {@link #extension}; there are no extensions at first. */
    public static CertificateMaker of(String subject, KeyPair key, String issuer, KeyPair issuerKey, String algorithm) {
        return new CertificateMaker(
                3,
                BigInteger.ONE,
                new X500Principal(subject),
                new X500Principal(issuer),
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-12-31T23:59:59Z"),
                key.getPublic(),
                issuerKey.getPrivate(),
                algorithm,
                Map.of());
    }

    /** Critical basic constraints of an authority and its key usage; -1 for a path length that is not stated. */
    public CertificateMaker authority(int pathLength) {
        return basicConstraints(pathLength < 0 ? new BasicConstraints(true) : new BasicConstraints(pathLength))
                .keyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
    }

    /** With these basic constraints, critical. */
    public CertificateMaker basicConstraints(BasicConstraints constraints) {
        return extension(BASIC_CONSTRAINTS, true, encoded(constraints));
    }

    /** With this key usage, critical; bits as in {@link KeyUsage}. */
    public CertificateMaker keyUsage(int bits) {
        return extension(KEY_USAGE, true, encoded(new KeyUsage(bits)));
    }

    /** With the extended key usage of a server. */
    public CertificateMaker serverOnly() {
        return extension("2.5.29.37", false, encoded(new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth)));
    }

    /** With an extension in addition, or in place of the one of the same identifier; its content may be anything. */
    public CertificateMaker extension(String oid, boolean critical, byte[] content) {
        var changed = new LinkedHashMap<>(extensions);
        changed.put(oid, new Ext(critical, HexFormat.of().formatHex(content)));
        return with(changed);
    }

    /**
     * Without an extension that it has.
     *
     * @throws IllegalArgumentException if it has none
     */
    public CertificateMaker withoutExtension(String oid) {
        var changed = new LinkedHashMap<>(extensions);
        if (changed.remove(oid) == null) {
            throw new IllegalArgumentException("no extension " + oid);
        }
        return with(changed);
    }

    /** With another serial number. */
    public CertificateMaker serial(long number) {
        return new CertificateMaker(
                version,
                BigInteger.valueOf(number),
                subject,
                issuer,
                notBefore,
                notAfter,
                key,
                issuerKey,
                algorithm,
                extensions);
    }

    /** In version 1 or 3; the former has no extensions. */
    public CertificateMaker version(int number) {
        return new CertificateMaker(
                number, serial, subject, issuer, notBefore, notAfter, key, issuerKey, algorithm, extensions);
    }

    /** About somebody else. */
    public CertificateMaker subject(String name) {
        return new CertificateMaker(
                version,
                serial,
                new X500Principal(name),
                issuer,
                notBefore,
                notAfter,
                key,
                issuerKey,
                algorithm,
                extensions);
    }

    /** By somebody else, as it says. */
    public CertificateMaker issuer(String name) {
        return new CertificateMaker(
                version,
                serial,
                subject,
                new X500Principal(name),
                notBefore,
                notAfter,
                key,
                issuerKey,
                algorithm,
                extensions);
    }

    /** Valid from one instant until another, of which both belong to it; in seconds. */
    public CertificateMaker valid(Instant from, Instant until) {
        return new CertificateMaker(
                version, serial, subject, issuer, from, until, key, issuerKey, algorithm, extensions);
    }

    /** With another key in it. */
    public CertificateMaker key(PublicKey other) {
        return new CertificateMaker(
                version, serial, subject, issuer, notBefore, notAfter, other, issuerKey, algorithm, extensions);
    }

    /** Signed by another key, by an algorithm as BouncyCastle names it. */
    public CertificateMaker signedBy(PrivateKey other, String by) {
        return new CertificateMaker(version, serial, subject, issuer, notBefore, notAfter, key, other, by, extensions);
    }

    /** The certificate in DER. */
    public byte[] make() {
        try {
            var serialNumber = serial;
            var from = Date.from(notBefore);
            var until = Date.from(notAfter);
            if (version == 1) {
                return new JcaX509v1CertificateBuilder(issuer, serialNumber, from, until, subject, key)
                        .build(signer(issuerKey, algorithm))
                        .getEncoded();
            }
            var builder = new JcaX509v3CertificateBuilder(issuer, serialNumber, from, until, subject, key);
            for (var entry : extensions.entrySet()) {
                builder.addExtension(new Extension(
                        new ASN1ObjectIdentifier(entry.getKey()),
                        entry.getValue().critical(),
                        HexFormat.of().parseHex(entry.getValue().content())));
            }
            return builder.build(signer(issuerKey, algorithm)).getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    /** The certificate in PEM. */
    public String makePem() {
        return pem(make());
    }

    static String pem(byte[] der) {
        var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
    }

    static ContentSigner signer(PrivateKey key, String algorithm) throws OperatorCreationException {
        return new JcaContentSignerBuilder(algorithm).setProvider(PROVIDER).build(key);
    }

    private CertificateMaker with(Map<String, Ext> changed) {
        return new CertificateMaker(
                version, serial, subject, issuer, notBefore, notAfter, key, issuerKey, algorithm, changed);
    }

    private static byte[] encoded(ASN1Object object) {
        try {
            return object.getEncoded("DER");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
