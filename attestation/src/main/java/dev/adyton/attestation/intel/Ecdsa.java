package dev.adyton.attestation.intel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.EcdsaSignature;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** ECDSA on P-256 with SHA-256 (FIPS 186-5), as DCAP has it: keys as x and y, signatures as r and s, each 32 bytes, big-endian. */
final class Ecdsa {
    private static final int COORDINATE_BYTES = 32;

    /** SubjectPublicKeyInfo of a key on P-256 up to where an uncompressed point's x begins (RFC 5480). */
    private static final byte[] KEY_PREFIX =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    /** The field's prime and the curve's b (FIPS 186-5; SP 800-186 section 3.2.1.3); its a is -3. */
    private static final BigInteger P =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);

    private static final BigInteger B =
            new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);

    private static final BigInteger THREE = BigInteger.valueOf(3);

    private Ecdsa() {}

    /**
     * A key.
     *
     * @param point x and y; 64 bytes
     */
    static PublicKey key(String what, Bytes point) throws VerificationException {
        var x = new BigInteger(1, point.slice(0, COORDINATE_BYTES).toByteArray());
        var y = new BigInteger(
                1, point.slice(COORDINATE_BYTES, 2 * COORDINATE_BYTES).toByteArray());
        // The JDK's key factory takes any two numbers.
        var right = x.multiply(x).subtract(THREE).multiply(x).add(B).mod(P);
        if (x.compareTo(P) >= 0 || y.compareTo(P) >= 0 || !y.multiply(y).mod(P).equals(right)) {
            throw new VerificationException(what, point.hex(), "a point on P-256");
        }
        var encoded = new byte[KEY_PREFIX.length + point.size()];
        System.arraycopy(KEY_PREFIX, 0, encoded, 0, KEY_PREFIX.length);
        System.arraycopy(point.toByteArray(), 0, encoded, KEY_PREFIX.length, point.size());
        try {
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has P-256, and this is a point on it", e);
        }
    }

    /**
     * Verifies.
     *
     * @param what the signature is of, for messages
     * @param key on P-256
     * @param signature r and s; 64 bytes
     */
    static void verify(String what, PublicKey key, Bytes signed, Bytes signature) throws VerificationException {
        EcdsaSignature.checkP256(
                what, key, signed.toByteArray(), signature.toByteArray(), "one by the key that vouches for it");
    }
}
