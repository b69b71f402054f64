package dev.adyton.attestation.x509;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.concurrent.ConcurrentHashMap;

/** Keys by name, made once for all tests: a key of 4096 bits takes seconds. */
public final class TestKeys {
    private static final ConcurrentHashMap<String, KeyPair> KEYS = new ConcurrentHashMap<>();

    private TestKeys() {}

    public static KeyPair rsa(String name, int bits) {
        return KEYS.computeIfAbsent("RSA " + bits + " " + name, _ -> {
            try {
                var generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(bits);
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        });
    }

    public static KeyPair ec(String name, String curve) {
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
}
