package dev.adyton.attestation.ratls;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.cbor.Cbor;
import dev.adyton.attestation.cbor.CborForm;
import dev.adyton.attestation.cbor.CborReader;
import dev.adyton.attestation.cbor.CborWriter;
import dev.adyton.attestation.verify.VerificationException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the quote of a certificate vouches for by its report data: a map with a hash of the certificate's key and at will a nonce. Claims of other names are left aside, as the specification
 * wants it; they are signed like the rest.
 *
 * @param keyHash of the SubjectPublicKeyInfo
 */
record RaTlsClaims(Hash keyHash, Optional<Bytes> nonce) {
    private static final Cbor KEY_HASH = new Cbor.Text("pubkey-hash");
    private static final Cbor NONCE = new Cbor.Text("nonce");
    private static final int REPORT_DATA_BYTES = 64;

    /** A hash-entry of CoSWID. */
    record Hash(Algorithm algorithm, Bytes value) {
        static Hash of(PublicKey key, Algorithm algorithm) {
            return new Hash(algorithm, Bytes.of(digest(algorithm.jdkName, key.getEncoded())));
        }
    }

    /** Those that have to be supported, by their numbers in IANA's Named Information Hash Algorithm Registry. */
    enum Algorithm {
        SHA_256(1, "SHA-256"),
        SHA_384(7, "SHA-384"),
        SHA_512(8, "SHA-512");

        private final int id;
        private final String jdkName;

        Algorithm(int id, String jdkName) {
            this.id = id;
            this.jdkName = jdkName;
        }

        private static Algorithm of(long id) throws VerificationException {
            for (var algorithm : values()) {
                if (algorithm.id == id) {
                    return algorithm;
                }
            }
            throw new VerificationException(
                    "hash algorithm of pubkey-hash", Long.toString(id), "1 (SHA-256), 7 (SHA-384) or 8 (SHA-512)");
        }
    }

    static RaTlsClaims read(Bytes encoded) throws VerificationException {
        if (!(cbor("claims", encoded) instanceof Cbor.Dictionary(var entries))) {
            throw new VerificationException("claims", "something else", "a map");
        }
        var nonce =
                entries.containsKey(NONCE) ? Optional.of(bytes("nonce", entries.get(NONCE))) : Optional.<Bytes>empty();
        return new RaTlsClaims(hash(cbor("pubkey-hash", bytes("pubkey-hash", entries.get(KEY_HASH)))), nonce);
    }

    private static Hash hash(Cbor entry) throws VerificationException {
        if (entry instanceof Cbor.Array(var items)
                && items.size() == 2
                && items.get(0) instanceof Cbor.Int(long id)
                && items.get(1) instanceof Cbor.ByteString(Bytes value)) {
            return new Hash(Algorithm.of(id), value);
        }
        throw new VerificationException("pubkey-hash", entry.kind(), "an array of an integer and a byte string");
    }

    static Cbor cbor(String what, Bytes encoded) throws VerificationException {
        try {
            return CborReader.read(encoded, CborForm.DEFINITE);
        } catch (MalformedEvidenceException e) {
            throw new VerificationException(what, "no CBOR (" + e.getMessage() + ")", "one item of definite length");
        }
    }

    static Bytes bytes(String what, @Nullable Cbor item) throws VerificationException {
        if (item instanceof Cbor.ByteString(Bytes value)) {
            return value;
        }
        throw new VerificationException(what, item == null ? "none" : item.kind(), "a byte string");
    }

    Bytes write() {
        var hash = new Cbor.Array(List.of(new Cbor.Int(keyHash.algorithm().id), new Cbor.ByteString(keyHash.value())));
        Map<Cbor, Cbor> entries = new LinkedHashMap<>();
        entries.put(KEY_HASH, new Cbor.ByteString(CborWriter.write(hash)));
        nonce.ifPresent(value -> entries.put(NONCE, new Cbor.ByteString(value)));
        return CborWriter.write(new Cbor.Dictionary(entries));
    }

    /** What a quote that vouches for these claims has to have: their SHA-256, and zeros. */
    static Bytes reportData(Bytes encoded) {
        return Bytes.of(Arrays.copyOf(digest("SHA-256", encoded.toByteArray()), REPORT_DATA_BYTES));
    }

    private static byte[] digest(String algorithm, byte[] data) {
        try {
            return MessageDigest.getInstance(algorithm).digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has " + algorithm, e);
        }
    }
}
