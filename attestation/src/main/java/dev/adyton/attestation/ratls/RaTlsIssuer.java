package dev.adyton.attestation.ratls;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceSource;
import dev.adyton.attestation.EvidenceUnavailableException;
import dev.adyton.attestation.cbor.Cbor;
import dev.adyton.attestation.cbor.CborWriter;
import dev.adyton.attestation.ratls.RaTlsClaims.Algorithm;
import dev.adyton.attestation.ratls.RaTlsClaims.Hash;
import dev.adyton.attestation.x509.Curves;
import dev.adyton.attestation.x509.DerWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Makes self-signed certificates for which a platform vouches: version 3, one name, basic constraints of a leaf, and evidence in an extension that is not critical, as TLS libraries refuse
 * critical ones that they do not know. Thread-safe.
 */
public final class RaTlsIssuer {
    private static final int VERSION_3 = 2;
    private static final int VERSION_TAG = 0xa0;
    private static final int EXTENSIONS_TAG = 0xa3;
    private static final int SET = 0x31;
    private static final int SERIAL_BYTES = 16;
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";

    private final EvidenceSource source;
    private final String name;

    /**
     * Makes certificates by a platform.
     *
     * @param source that gives quotes of SGX or TDX
     * @param name common name of subject and issuer
     */
    public RaTlsIssuer(EvidenceSource source, String name) {
        this.source = source;
        this.name = name;
    }

    /** How a key signs. */
    private record Scheme(String jdkName, String oid) {
        static Scheme of(PublicKey key) {
            if (Curves.isP256(key)) {
                return new Scheme("SHA256withECDSA", "1.2.840.10045.4.3.2");
            }
            if (Curves.isP384(key)) {
                return new Scheme("SHA384withECDSA", "1.2.840.10045.4.3.3");
            }
            throw new IllegalArgumentException("key of the certificate: found another kind: " + key.getAlgorithm()
                    + ", wanted one on P-256 or P-384");
        }
    }

    /**
     * Makes a certificate for a key; asks the platform for a quote, which may block.
     *
     * @param key on P-256 or P-384, made for this and known to nobody else
     * @param nonce of the peer, if it gave one
     * @param from first second of its validity
     * @param until last second of its validity
     * @return the certificate in DER
     * @throws EvidenceUnavailableException when the platform gives no quote
     * @throws IllegalArgumentException for a key of another kind, one that is no pair, or a validity that ends before it begins
     */
    public Bytes issue(KeyPair key, Optional<Bytes> nonce, Instant from, Instant until)
            throws EvidenceUnavailableException {
        if (until.isBefore(from)) {
            throw new IllegalArgumentException(
                    "validity: found " + from + " to " + until + ", wanted it the other way");
        }
        var scheme = Scheme.of(key.getPublic());
        var claims = new RaTlsClaims(Hash.of(key.getPublic(), Algorithm.SHA_256), nonce).write();
        var reportData = RaTlsClaims.reportData(claims);
        var quote = source.evidence(reportData);
        var evidence = CborWriter.write(new Cbor.Tag(
                RaTlsCertificate.INTEL_QUOTE,
                new Cbor.Array(List.of(new Cbor.ByteString(quote), new Cbor.ByteString(claims)))));
        var algorithm = DerWriter.sequence(DerWriter.objectIdentifier(scheme.oid()));
        var subject = subject();
        var signed = DerWriter.sequence(
                DerWriter.item(VERSION_TAG, DerWriter.integer(BigInteger.valueOf(VERSION_3))),
                DerWriter.integer(serial(reportData)),
                algorithm,
                subject,
                DerWriter.sequence(DerWriter.time(from), DerWriter.time(until)),
                subject,
                key.getPublic().getEncoded(),
                DerWriter.item(EXTENSIONS_TAG, DerWriter.sequence(constraints(), extension(evidence))));
        return Bytes.of(DerWriter.sequence(signed, algorithm, DerWriter.bitString(sign(key, scheme, signed))));
    }

    /** Another one for each key and nonce, positive, up to 16 bytes (RFC 5280 section 4.1.2.2). */
    private static BigInteger serial(Bytes reportData) {
        return new BigInteger(1, Arrays.copyOf(reportData.toByteArray(), SERIAL_BYTES)).max(BigInteger.ONE);
    }

    private byte[] subject() {
        var attribute = DerWriter.sequence(DerWriter.objectIdentifier(COMMON_NAME), DerWriter.utf8String(name));
        return DerWriter.sequence(DerWriter.item(SET, attribute));
    }

    private static byte[] constraints() {
        return DerWriter.sequence(
                DerWriter.objectIdentifier(BASIC_CONSTRAINTS),
                DerWriter.yes(),
                DerWriter.octetString(DerWriter.sequence()));
    }

    private static byte[] extension(Bytes evidence) {
        return DerWriter.sequence(
                DerWriter.objectIdentifier(RaTlsCertificate.EVIDENCE), DerWriter.octetString(evidence.toByteArray()));
    }

    private static byte[] sign(KeyPair key, Scheme scheme, byte[] data) {
        try {
            var signature = Signature.getInstance(scheme.jdkName());
            signature.initSign(key.getPrivate());
            signature.update(data);
            var signed = signature.sign();
            signature.initVerify(key.getPublic());
            signature.update(data);
            if (signature.verify(signed)) {
                return signed;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("key of the certificate: found one that cannot sign, wanted a pair", e);
        }
        throw new IllegalArgumentException("key of the certificate: found two that are no pair, wanted a pair");
    }
}
