package dev.adyton.attestation.simulated;

import dev.adyton.attestation.Bytes;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;

/** Ed25519 (RFC 8032) as the simulated platform uses it. */
final class RootKey {
    static final int FINGERPRINT_BYTES = 32;

    private static final String ALGORITHM = "Ed25519";

    private RootKey() {}

    static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    static KeyFactory factory() {
        try {
            return KeyFactory.getInstance(ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** SHA-256 of a SubjectPublicKeyInfo. */
    static Bytes fingerprint(Bytes publicKey) {
        try {
            return Bytes.of(MessageDigest.getInstance("SHA-256").digest(publicKey.toByteArray()));
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    static Bytes sign(KeyPair pair, byte[] data) {
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initSign(pair.getPrivate());
            signature.update(data);
            return Bytes.of(signature.sign());
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /**
     * Whether the signature is this key's over the data.
     *
     * @param publicKey SubjectPublicKeyInfo; what is no such key has signed nothing
     */
    static boolean verifies(Bytes publicKey, byte[] data, Bytes signature) {
        try {
            var verification = Signature.getInstance(ALGORITHM);
            verification.initVerify(factory().generatePublic(new X509EncodedKeySpec(publicKey.toByteArray())));
            verification.update(data);
            return verification.verify(signature.toByteArray());
        } catch (InvalidKeySpecException | InvalidKeyException | SignatureException e) {
            // The JDK's words for a key or a signature that cannot be one at all.
            return false;
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    private static AssertionError missing(GeneralSecurityException e) {
        return new AssertionError("every JDK since 15 has Ed25519 and SHA-256", e);
    }
}
