package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys that a relying party has decided to trust a vendor by. A chain that does not begin with one of them is refused, whatever else it is. Keys rather than
 * certificates, as vendors issue new certificates for the same root key. Immutable.
 *
 * @param keys SHA-256 of each root key as SubjectPublicKeyInfo (RFC 5280); 32 bytes each; at least one
 */
public record TrustAnchors(Set<Bytes> keys) {
    private static final int FINGERPRINT_BYTES = 32;

    public TrustAnchors {
        keys = Set.copyOf(keys);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("keys: found none, wanted at least one");
        }
        for (var key : keys) {
            if (key.size() != FINGERPRINT_BYTES) {
                throw new IllegalArgumentException(
                        "key fingerprint: found " + key.size() + " bytes, wanted " + FINGERPRINT_BYTES);
            }
        }
    }

    /** The keys of these fingerprints, each 64 hex digits. */
    public static TrustAnchors of(String... fingerprints) {
        return new TrustAnchors(Stream.of(fingerprints).map(Bytes::hex).collect(Collectors.toUnmodifiableSet()));
    }

    /** Just this key. */
    public static TrustAnchors of(PublicKey key) {
        return new TrustAnchors(Set.of(fingerprint(key)));
    }

    /** Whether this key is one of them. */
    public boolean trusts(PublicKey key) {
        return keys.contains(fingerprint(key));
    }

    /** SHA-256 of a key as SubjectPublicKeyInfo; 32 bytes. */
    public static Bytes fingerprint(PublicKey key) {
        try {
            return Bytes.of(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
