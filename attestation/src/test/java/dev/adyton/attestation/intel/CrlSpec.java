package dev.adyton.attestation.intel;

import dev.adyton.attestation.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** What a revocation list is to say, each field of which can be made wrong. */
final class CrlSpec {
    X500Principal issuer;
    KeyPair signer;
    Instant thisUpdate = SyntheticIntel.NOW.minusSeconds(900);
    Instant nextUpdate = SyntheticIntel.NOW.plusSeconds(900);
    final List<BigInteger> revoked = new ArrayList<>(List.of(BigInteger.valueOf(77)));
    String algorithm = "SHA256withECDSA";
    boolean absent;
    boolean delta;

    /** Octet from the end that is changed after it was signed; -1 for none. */
    int broken = -1;

    CrlSpec(X500Principal issuer, KeyPair signer) {
        this.issuer = issuer;
        this.signer = signer;
    }

    Optional<Bytes> der() {
        if (absent) {
            return Optional.empty();
        }
        try {
            var builder = new X509v2CRLBuilder(CertificateSpec.name(issuer), Date.from(thisUpdate));
            if (nextUpdate != null) {
                builder.setNextUpdate(Date.from(nextUpdate));
            }
            for (var serial : revoked) {
                builder.addCRLEntry(serial, Date.from(thisUpdate), CRLReason.keyCompromise);
            }
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.ONE));
            if (delta) {
                builder.addExtension(Extension.deltaCRLIndicator, true, new CRLNumber(BigInteger.ONE));
            }
            var signed = builder.build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate()))
                    .getEncoded();
            if (broken >= 0) {
                signed[signed.length - 1 - broken] ^= 1;
            }
            return Optional.of(Bytes.of(signed));
        } catch (IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }
}
