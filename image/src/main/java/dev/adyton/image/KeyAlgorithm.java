package dev.adyton.image;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/** The algorithms of single keys, all by the JDK's own providers. */
enum KeyAlgorithm {
    /** RFC 8032; keys as in RFC 8410. */
    ED25519("ed25519", "Ed25519", "Ed25519", "302a300506032b6570032100", 32),

    /** FIPS 186-5 with SHA-384; keys as in RFC 5480, the point uncompressed. */
    ECDSA_P384("ecdsa-p384", "EC", "SHA384withECDSA", "3076301006072a8648ce3d020106052b8104002203620004", 96),

    /** FIPS 204, the pure variant with an empty context; keys as in RFC 9881. */
    ML_DSA_65("ml-dsa-65", "ML-DSA-65", "ML-DSA-65", "308207b2300b0609608648016503040312038207a100", 1952);

    private static final int ED25519_SIGNATURE_BYTES = 64;
    private static final int ML_DSA_65_SIGNATURE_BYTES = 3309;

    private final String label;
    private final String keyName;
    private final String signatureName;
    private final String prefix;
    private final int keyBytes;

    /**
     * An algorithm.
     *
     * @param prefix hex digits of what comes before the key itself in each SubjectPublicKeyInfo
     * @param keyBytes length of the key itself
     */
    KeyAlgorithm(String label, String keyName, String signatureName, String prefix, int keyBytes) {
        this.label = label;
        this.keyName = keyName;
        this.signatureName = signatureName;
        this.prefix = prefix;
        this.keyBytes = keyBytes;
    }

    /** The name in commands, files' messages and {@link SignatureScheme#label()}. */
    String label() {
        return label;
    }

    /** The algorithm that a SubjectPublicKeyInfo is for. Each key has one encoding only, so one signer has one id. */
    static Optional<KeyAlgorithm> of(byte[] publicKey) {
        return Stream.of(values())
                .filter(algorithm -> algorithm.encodes(publicKey))
                .findFirst();
    }

    private boolean encodes(byte[] publicKey) {
        int prefixBytes = prefix.length() / 2;
        return publicKey.length == prefixBytes + keyBytes
                && HexFormat.of().formatHex(publicKey, 0, prefixBytes).equals(prefix);
    }

    PublicKey publicKey(byte[] encoded) throws InvalidKeyException {
        try {
            return KeyFactory.getInstance(keyName).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (InvalidKeySpecException e) {
            throw new InvalidKeyException("the JDK takes it for no " + label + " public key: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw missing(e);
        }
    }

    PrivateKey privateKey(byte[] pkcs8) throws InvalidKeyException {
        try {
            return KeyFactory.getInstance(keyName).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (InvalidKeySpecException e) {
            throw new InvalidKeyException("the JDK takes it for no " + label + " private key in PKCS #8", e);
        } catch (NoSuchAlgorithmException e) {
            throw missing(e);
        }
    }

    KeyPair generate() {
        try {
            var generator = KeyPairGenerator.getInstance(keyName);
            generator.initialize(
                    this == ECDSA_P384 ? new ECGenParameterSpec("secp384r1") : new NamedParameterSpec(keyName));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    byte[] sign(PrivateKey key, byte[] payload) throws InvalidKeyException {
        var signing = signature();
        signing.initSign(key);
        try {
            signing.update(payload);
            return signing.sign();
        } catch (SignatureException e) {
            throw new InvalidKeyException("the " + label + " private key cannot sign: " + e.getMessage(), e);
        }
    }

    boolean verifies(PublicKey key, byte[] payload, byte[] signature) {
        var verifying = signature();
        try {
            verifying.initVerify(key);
            verifying.update(payload);
            return verifying.verify(signature);
        } catch (InvalidKeyException | SignatureException e) {
            // A key that cannot be used or a signature that cannot be read has signed nothing.
            return false;
        }
    }

    /** What is wrong with the form of a signature, or nothing. */
    Optional<String> formProblem(byte[] signature) {
        return switch (this) {
            case ED25519 -> lengthProblem(signature, ED25519_SIGNATURE_BYTES);
            case ML_DSA_65 -> lengthProblem(signature, ML_DSA_65_SIGNATURE_BYTES);
            case ECDSA_P384 ->
                EcdsaDer.isCanonical(signature, keyBytes / 2)
                        ? Optional.empty()
                        : Optional.of("found " + signature.length
                                + " bytes that are no canonical DER ECDSA-Sig-Value of two positive numbers");
        };
    }

    private static Optional<String> lengthProblem(byte[] signature, int wanted) {
        return signature.length == wanted
                ? Optional.empty()
                : Optional.of("found " + signature.length + " bytes, wanted " + wanted);
    }

    private Signature signature() {
        try {
            return Signature.getInstance(signatureName);
        } catch (NoSuchAlgorithmException e) {
            throw missing(e);
        }
    }

    private IllegalStateException missing(GeneralSecurityException e) {
        return new IllegalStateException("This Java runtime lacks " + label + ", which JDK 25 has", e);
    }
}
