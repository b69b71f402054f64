package dev.adyton.testkit.vendors;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/** Keys by name, each made once in a JVM, or for good where that takes seconds. Nothing but a test may trust any of them. Thread-safe. */
public final class SyntheticKeys {
    private static final ConcurrentHashMap<String, KeyPair> KEYS = new ConcurrentHashMap<>();

    private SyntheticKeys() {}

    /** An RSA key of this name; another one for each size. */
    public static KeyPair rsa(String name, int bits) {
        return KEYS.computeIfAbsent("RSA " + bits + " " + name, _ -> {
            try {
                var known = RsaPrimes.key(name);
                if (bits == 4096 && known.isPresent()) {
                    return known.get();
                }
                var generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(bits);
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** A key of this name on P-256. */
    public static KeyPair p256(String name) {
        return ec(name, "secp256r1");
    }

    /** A key of this name on P-384. */
    public static KeyPair p384(String name) {
        return ec(name, "secp384r1");
    }

    private static KeyPair ec(String name, String curve) {
        return KEYS.computeIfAbsent("EC " + curve + " " + name, _ -> {
            try {
                var generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec(curve));
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** The coordinates x and y of a key on P-256, 32 bytes each. */
    public static byte[] point(KeyPair key) {
        var encoded = key.getPublic().getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - 64, encoded.length);
    }

    /**
     * A signature.
     *
     * @param algorithm as the JDK names it
     */
    static byte[] sign(PrivateKey key, String algorithm, byte[] data) {
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
