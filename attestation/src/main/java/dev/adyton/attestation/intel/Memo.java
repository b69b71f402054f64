package dev.adyton.attestation.intel;

import dev.adyton.attestation.verify.VerificationException;
import java.util.LinkedHashMap;

/**
 * Remembers the results of a few verifications that depend on nothing but their input. What failed is not remembered, so a stranger cannot fill it: only signatures
 * of trusted keys get in. Thread-safe; a result may be worked out twice at the same time.
 */
final class Memo<K, V> {
    private static final int CAPACITY = 16;

    private final LinkedHashMap<K, V> results = new LinkedHashMap<>(CAPACITY, 0.75f, true);

    /** Works out a result. */
    interface Verification<K, V> {
        V of(K input) throws VerificationException;
    }

    V get(K input, Verification<K, V> verification) throws VerificationException {
        synchronized (results) {
            var known = results.get(input);
            if (known != null) {
                return known;
            }
        }
        var result = verification.of(input);
        synchronized (results) {
            results.put(input, result);
            if (results.size() > CAPACITY) {
                results.pollFirstEntry();
            }
        }
        return result;
    }
}
