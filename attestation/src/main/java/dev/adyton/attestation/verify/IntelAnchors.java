package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The root keys that a relying party has decided to trust for evidence of Intel's DCAP. A chain that does not begin with one of them is refused, whatever else it is. Keys rather than
 * certificates, as Intel has two certificates for the same root key. Immutable.
 *
 * @param keys SHA-256 of each root key as SubjectPublicKeyInfo (RFC 5280); 32 bytes each; at least one
 */
public record IntelAnchors(Set<Bytes> keys) {
    /**
     * SHA-256 of the key of the {@code Intel SGX Root CA}, which both its certificates have: that of 2018 to 2033 and that of 2018 to 2049
     * (https://certificates.trustedservices.intel.com/Intel_SGX_Provisioning_Certification_RootCA.pem).
     */
    public static final String INTEL_ROOT_KEY = "a0af031289f5d5d4132f9186068a7fc13628633ba235777472e29b6b6c67a49e";

    private static final int FINGERPRINT_BYTES = 32;

    public IntelAnchors {
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

    /** Intel's own root key, {@value #INTEL_ROOT_KEY}. To be asked for: nothing trusts it by itself. */
    public static IntelAnchors intel() {
        return of(INTEL_ROOT_KEY);
    }

    /** The keys of these fingerprints, each 64 hex digits. */
    public static IntelAnchors of(String... fingerprints) {
        return new IntelAnchors(Stream.of(fingerprints).map(Bytes::hex).collect(Collectors.toUnmodifiableSet()));
    }

    /** Just this key. */
    public static IntelAnchors of(PublicKey key) {
        return new IntelAnchors(Set.of(fingerprint(key)));
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
