package dev.adyton.image;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a signer signs with: one key, or two of which both must verify. The second, ML-DSA-65 (FIPS 204), holds against quantum computers,
 * the first where ML-DSA should prove weak.
 */
public enum SignatureScheme {
    /** Ed25519 (RFC 8032). The same key and image always give the same signature. */
    ED25519,

    /** ECDSA on P-384 with SHA-384 (FIPS 186-5). */
    ECDSA_P384,

    /** Ed25519 and ML-DSA-65. */
    ED25519_ML_DSA_65,

    /** ECDSA on P-384 and ML-DSA-65. */
    ECDSA_P384_ML_DSA_65;

    /** The name for people and commands, such as {@code ed25519+ml-dsa-65}. */
    public String label() {
        return String.join("+", keys());
    }

    /** The names of its keys' algorithms in their order: {@code ed25519} or {@code ecdsa-p384}, then perhaps {@code ml-dsa-65}. */
    public List<String> keys() {
        return algorithms().stream().map(KeyAlgorithm::label).toList();
    }

    /**
     * The scheme with this label.
     *
     * @throws IllegalArgumentException when there is none, listing those there are
     */
    public static SignatureScheme parse(String label) {
        return Stream.of(values())
                .filter(scheme -> scheme.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("found \"" + label + "\", wanted " + labels()));
    }

    static Optional<SignatureScheme> of(List<KeyAlgorithm> algorithms) {
        return Stream.of(values())
                .filter(scheme -> scheme.algorithms().equals(algorithms))
                .findFirst();
    }

    static String labels() {
        return Stream.of(values()).map(SignatureScheme::label).collect(Collectors.joining(", "));
    }

    List<KeyAlgorithm> algorithms() {
        return switch (this) {
            case ED25519 -> List.of(KeyAlgorithm.ED25519);
            case ECDSA_P384 -> List.of(KeyAlgorithm.ECDSA_P384);
            case ED25519_ML_DSA_65 -> List.of(KeyAlgorithm.ED25519, KeyAlgorithm.ML_DSA_65);
            case ECDSA_P384_ML_DSA_65 -> List.of(KeyAlgorithm.ECDSA_P384, KeyAlgorithm.ML_DSA_65);
        };
    }
}
