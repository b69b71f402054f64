package dev.adyton.attestation.intel;

import dev.adyton.attestation.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/** Keys of a synthetic vendor. */
final class SyntheticKeys {
    private static final int POINT_BYTES = 64;

    private SyntheticKeys() {}

    static KeyPair p256() {
        return key("secp256r1");
    }

    static KeyPair p384() {
        return key("secp384r1");
    }

    private static KeyPair key(String curve) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** x and y. */
    static Bytes point(KeyPair key) {
        var encoded = Bytes.of(key.getPublic().getEncoded());
        return encoded.slice(encoded.size() - POINT_BYTES, encoded.size());
    }

    /** r and s. */
    static Bytes sign(KeyPair key, Bytes data) {
        try {
            var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key.getPrivate());
            signature.update(data.toByteArray());
            return Bytes.of(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
