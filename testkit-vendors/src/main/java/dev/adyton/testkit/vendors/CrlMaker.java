package dev.adyton.testkit.vendors;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/** Makes revocation lists that are right in everything but what a test changes. Immutable. */
public record CrlMaker(
        X500Principal issuer,
        Instant thisUpdate,
        Optional<Instant> nextUpdate,
        List<BigInteger> revoked,
        boolean delta,
        PrivateKey key,
        String algorithm) {

    /** A list of nobody, valid in June of 2026. */
    public static CrlMaker of(String issuer, PrivateKey key, String algorithm) {
        return new CrlMaker(
                new X500Principal(issuer),
                Instant.parse("2026-06-01T00:00:00Z"),
                Optional.of(Instant.parse("2026-06-30T00:00:00Z")),
                List.of(),
                false,
                key,
                algorithm);
    }

    /** With this serial number on it alone. */
    public CrlMaker revoking(long serial) {
        return new CrlMaker(issuer, thisUpdate, nextUpdate, List.of(BigInteger.valueOf(serial)), delta, key, algorithm);
    }

    /** Valid from one instant until another. */
    public CrlMaker valid(Instant from, Instant until) {
        return new CrlMaker(issuer, from, Optional.of(until), revoked, delta, key, algorithm);
    }

    /** Without saying how long it is valid. */
    public CrlMaker withoutNextUpdate() {
        return new CrlMaker(issuer, thisUpdate, Optional.empty(), revoked, delta, key, algorithm);
    }

    /** With the critical extension that says that it is only the difference to another list. */
    public CrlMaker asDelta() {
        return new CrlMaker(issuer, thisUpdate, nextUpdate, revoked, true, key, algorithm);
    }

    /** By somebody else, as it says. */
    public CrlMaker issuer(String name) {
        return new CrlMaker(new X500Principal(name), thisUpdate, nextUpdate, revoked, delta, key, algorithm);
    }

    /** Signed by another key, by an algorithm as BouncyCastle names it. */
    public CrlMaker signedBy(PrivateKey other, String by) {
        return new CrlMaker(issuer, thisUpdate, nextUpdate, revoked, delta, other, by);
    }

    /** The list in DER. */
    public byte[] make() {
        try {
            var builder = new X509v2CRLBuilder(X500Name.getInstance(issuer.getEncoded()), Date.from(thisUpdate));
            nextUpdate.ifPresent(until -> builder.setNextUpdate(Date.from(until)));
            for (var serial : revoked) {
                builder.addCRLEntry(serial, Date.from(thisUpdate), CRLReason.keyCompromise);
            }
            builder.addExtension(Extension.cRLNumber, false, new ASN1Integer(1));
            if (delta) {
                builder.addExtension(Extension.deltaCRLIndicator, true, new ASN1Integer(1));
            }
            return builder.build(CertificateMaker.signer(key, algorithm)).getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }
}
