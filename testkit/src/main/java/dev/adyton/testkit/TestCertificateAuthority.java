package dev.adyton.testkit;

import static dev.adyton.testkit.CertificateFault.EXPIRED;
import static dev.adyton.testkit.CertificateFault.EXTENDED_KEY_USAGE;
import static dev.adyton.testkit.CertificateFault.ISSUER;
import static dev.adyton.testkit.CertificateFault.ISSUER_IS_NO_AUTHORITY;
import static dev.adyton.testkit.CertificateFault.KEY;
import static dev.adyton.testkit.CertificateFault.NOT_YET_VALID;
import static dev.adyton.testkit.CertificateFault.PATH_LENGTH;
import static dev.adyton.testkit.CertificateFault.SIGNATURE;
import static dev.adyton.testkit.CertificateFault.SUBJECT_ALTERNATIVE_NAME;
import static dev.adyton.testkit.CertificateFault.UNKNOWN_CRITICAL_EXTENSION;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority for tests of TLS. Its certificates are right in everything, or wrong in exactly one thing, so that a test shows which
 * check refuses them. A root signs an upper authority, that one an issuing authority, that one the certificates. Keys are EC P-256 and
 * stay in memory. Thread-safe.
 */
public final class TestCertificateAuthority {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final ASN1ObjectIdentifier UNKNOWN = new ASN1ObjectIdentifier("2.25.271828182845904523536028747135");
    private static final int AUTHORITY = KeyUsage.keyCertSign | KeyUsage.cRLSign;

    /** A name, its key and how many authorities may be below. */
    private record Authority(String name, KeyPair key) {}

    /** What a certificate is to say. */
    private record Content(String subject, KeyPair key, Optional<KeyPurposeId> purpose, Optional<GeneralNames> hosts) {}

    private final InstantSource clock;
    private final Authority root;
    private final Authority upper;
    private final Authority issuing;
    private final X509Certificate certificate;

    private TestCertificateAuthority(String name, InstantSource clock) {
        this.clock = clock;
        root = new Authority(name + " root", newKey());
        upper = new Authority(name + " upper", newKey());
        issuing = new Authority(name + " issuing", newKey());
        certificate = authority(root, root, new BasicConstraints(2));
    }

    /** A new authority with new keys; its certificates are valid from an hour ago to in an hour. */
    public static TestCertificateAuthority create(String name) {
        return create(name, InstantSource.system());
    }

    /** As {@link #create(String)}, by another clock. */
    public static TestCertificateAuthority create(String name, InstantSource clock) {
        return new TestCertificateAuthority(name, clock);
    }

    /** The root, which who trusts this authority has to know. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Puts the root into this file, in PEM form, at once and in place of what was there. */
    public Path writeCertificate(Path file) {
        return IssuedCertificate.write(file, IssuedCertificate.pem(List.of(certificate)));
    }

    /** For a server that is reached by this name or address. */
    public IssuedCertificate server(String host) {
        return issue(serverContent(host), Optional.empty());
    }

    /** For a server, with one thing wrong. */
    public IssuedCertificate server(String host, CertificateFault fault) {
        return issue(serverContent(host), Optional.of(fault));
    }

    /** For a client of this name. */
    public IssuedCertificate client(String name) {
        return issue(clientContent(name), Optional.empty());
    }

    /** For a client, with one thing wrong; which is not its host, as clients have none. */
    public IssuedCertificate client(String name, CertificateFault fault) {
        if (fault == SUBJECT_ALTERNATIVE_NAME) {
            throw new IllegalArgumentException(
                    "a client's certificate: found a fault of its host, of which it has none");
        }
        return issue(clientContent(name), Optional.of(fault));
    }

    private static Content serverContent(String host) {
        return new Content(
                "server", newKey(), Optional.of(KeyPurposeId.id_kp_serverAuth), Optional.of(generalName(host)));
    }

    private static Content clientContent(String name) {
        return new Content(name, newKey(), Optional.of(KeyPurposeId.id_kp_clientAuth), Optional.empty());
    }

    private static GeneralNames generalName(String host) {
        try {
            var address = InetAddress.ofLiteral(host).getHostAddress();
            return new GeneralNames(new GeneralName(GeneralName.iPAddress, address));
        } catch (IllegalArgumentException noAddress) {
            return new GeneralNames(new GeneralName(GeneralName.dNSName, host));
        }
    }

    private IssuedCertificate issue(Content right, Optional<CertificateFault> fault) {
        var content = fault.map(wrong -> changed(right, wrong)).orElse(right);
        var builder = builder(content.subject(), content.key(), fault);
        add(builder, Extension.basicConstraints, true, new BasicConstraints(false));
        add(builder, Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        content.purpose()
                .ifPresent(purpose -> add(builder, Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose)));
        content.hosts().ifPresent(hosts -> add(builder, Extension.subjectAlternativeName, false, hosts));
        if (fault.equals(Optional.of(UNKNOWN_CRITICAL_EXTENSION))) {
            add(builder, UNKNOWN, true, DERNull.INSTANCE);
        }
        var signed = signed(builder, issuing.key());
        var leaf = fault.equals(Optional.of(SIGNATURE)) ? withBrokenSignature(signed) : signed;
        var above = authority(issuing, upper, new BasicConstraints(!fault.equals(Optional.of(ISSUER_IS_NO_AUTHORITY))));
        var top = authority(upper, root, new BasicConstraints(fault.equals(Optional.of(PATH_LENGTH)) ? 0 : 1));
        return new IssuedCertificate(
                List.of(parsed(leaf), above, top), right.key().getPrivate());
    }

    private static Content changed(Content right, CertificateFault fault) {
        return switch (fault) {
            case KEY -> new Content(right.subject(), newKey(), right.purpose(), right.hosts());
            case EXTENDED_KEY_USAGE ->
                new Content(
                        right.subject(),
                        right.key(),
                        right.purpose().map(TestCertificateAuthority::other),
                        right.hosts());
            case SUBJECT_ALTERNATIVE_NAME ->
                new Content(right.subject(), right.key(), right.purpose(), Optional.of(generalName("other.invalid")));
            default -> right;
        };
    }

    private static KeyPurposeId other(KeyPurposeId purpose) {
        return purpose.equals(KeyPurposeId.id_kp_serverAuth)
                ? KeyPurposeId.id_kp_clientAuth
                : KeyPurposeId.id_kp_serverAuth;
    }

    private X509v3CertificateBuilder builder(String subject, KeyPair key, Optional<CertificateFault> fault) {
        var now = clock.instant();
        var from = fault.equals(Optional.of(NOT_YET_VALID)) ? now.plus(HOUR) : now.minus(HOUR);
        var to = fault.equals(Optional.of(EXPIRED)) ? now.minusSeconds(60) : now.plus(HOUR.multipliedBy(2));
        var issuer = fault.equals(Optional.of(ISSUER)) ? "somebody else" : issuing.name();
        return builder(issuer, subject, key, from, to);
    }

    private X509Certificate authority(Authority subject, Authority issuer, BasicConstraints constraints) {
        var now = clock.instant();
        var builder =
                builder(issuer.name(), subject.name(), subject.key(), now.minus(HOUR), now.plus(HOUR.multipliedBy(2)));
        add(builder, Extension.basicConstraints, true, constraints);
        add(builder, Extension.keyUsage, true, new KeyUsage(AUTHORITY));
        return parsed(signed(builder, issuer.key()));
    }

    @SuppressWarnings("JavaUtilDate") // The library's own type.
    private static X509v3CertificateBuilder builder(
            String issuer, String subject, KeyPair key, Instant from, Instant to) {
        return new X509v3CertificateBuilder(
                new X500Name("CN=" + issuer),
                new BigInteger(64, new SecureRandom()).setBit(64),
                Date.from(from),
                Date.from(to),
                new X500Name("CN=" + subject),
                SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()));
    }

    private static void add(
            X509v3CertificateBuilder builder,
            ASN1ObjectIdentifier name,
            boolean critical,
            org.bouncycastle.asn1.ASN1Encodable value) {
        try {
            builder.addExtension(name, critical, value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static byte[] signed(X509v3CertificateBuilder builder, KeyPair issuer) {
        try {
            return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The signature is the last thing in a certificate, and the end of an ECDSA signature is the end of its second number. */
    private static byte[] withBrokenSignature(byte[] certificate) {
        var broken = certificate.clone();
        broken[broken.length - 1] ^= 1;
        return broken;
    }

    private static X509Certificate parsed(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKey() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has EC P-256", e);
        }
    }
}
