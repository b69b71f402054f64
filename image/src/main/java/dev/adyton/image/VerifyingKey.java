package dev.adyton.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The public half of what a signer signs with: one public key, or the two of a hybrid scheme. Says who the signer is, what has to be signed,
 * and joins signatures that were made elsewhere, such as in a hardware security module, to an image. Immutable and thread-safe.
 */
public final class VerifyingKey {
    private static final String PAYLOAD_DOMAIN = "adyton-image-v1";
    private static final String SIGNER_DOMAIN = "adyton-signer-v1";

    private final SignatureScheme scheme;
    private final List<byte[]> encoded;
    private final List<PublicKey> keys;
    private final SignerId signer;

    private VerifyingKey(SignatureScheme scheme, List<byte[]> encoded, List<PublicKey> keys) {
        this.scheme = scheme;
        this.encoded = encoded;
        this.keys = keys;
        this.signer = signer(encoded);
    }

    /** The key of these SubjectPublicKeyInfos, which are taken over. */
    static VerifyingKey of(List<byte[]> encoded) throws InvalidKeyException {
        var algorithms = new ArrayList<KeyAlgorithm>();
        var keys = new ArrayList<PublicKey>();
        for (var key : encoded) {
            var algorithm = KeyAlgorithm.of(key)
                    .orElseThrow(() -> new InvalidKeyException("key " + (algorithms.size() + 1) + " of "
                            + encoded.size() + ": found " + key.length
                            + " bytes, wanted the SubjectPublicKeyInfo of an ed25519 key (44 bytes), an ecdsa-p384 key"
                            + " with an uncompressed point (120) or an ml-dsa-65 key (1974)"));
            keys.add(algorithm.publicKey(key));
            algorithms.add(algorithm);
        }
        var scheme = SignatureScheme.of(algorithms)
                .orElseThrow(() -> new InvalidKeyException("found keys "
                        + algorithms.stream().map(KeyAlgorithm::label).toList() + ", wanted those of one of "
                        + SignatureScheme.labels()));
        return new VerifyingKey(scheme, List.copyOf(encoded), List.copyOf(keys));
    }

    /**
     * Reads one {@code PUBLIC KEY} block of PEM (RFC 7468, 13), or two in the order of the scheme.
     *
     * @throws InvalidKeyException when the text is something else, saying what was found and wanted
     */
    public static VerifyingKey parse(byte[] pem) throws InvalidKeyException {
        return of(Pem.read(pem, Pem.PUBLIC_KEY));
    }

    /**
     * Reads a file for {@link #parse}.
     *
     * @throws InvalidKeyException when the file is something else
     * @throws IOException when the file cannot be read
     */
    public static VerifyingKey read(Path file) throws IOException, InvalidKeyException {
        return KeyFile.parse(file, KeyFile.read(file), VerifyingKey::parse);
    }

    /** What this key signs with. */
    public SignatureScheme scheme() {
        return scheme;
    }

    /** Who signs with this key. */
    public SignerId signer() {
        return signer;
    }

    /** The key as {@link #parse} takes it, with a line feed at each line's end. */
    public byte[] toPem() {
        return Pem.write(Pem.PUBLIC_KEY, encoded);
    }

    /** What each of the signer's keys has to sign for this image, 123 bytes; {@code docs/image.md} describes them. */
    public byte[] payload(EnclaveImage image) {
        return payload(image.measurement());
    }

    byte[] payload(Measurement measurement) {
        return prefixed(PAYLOAD_DOMAIN.getBytes(US_ASCII), measurement.bytes(), signer.bytes());
    }

    /**
     * The image with these signatures of its {@link #payload payload} instead of any that it had.
     *
     * @param signatures one for each key, in the order of {@link SignatureScheme#keys()}: Ed25519 64 bytes, ECDSA a DER
     *     ECDSA-Sig-Value, ML-DSA-65 3309 bytes
     * @throws SignatureException when a signature is missing or does not verify, saying which
     * @throws IllegalArgumentException when the file would become too large
     */
    public EnclaveImage attach(EnclaveImage image, List<byte[]> signatures) throws SignatureException {
        verify(image.measurement(), signatures);
        return image.with(new SignatureEntry(this, signatures));
    }

    /** Returns when all of these signatures are right. */
    void verify(Measurement measurement, List<byte[]> signatures) throws SignatureException {
        if (signatures.size() != keys.size()) {
            throw new SignatureException("found %d signatures, wanted %d, of %s"
                    .formatted(signatures.size(), keys.size(), String.join(" and ", scheme.keys())));
        }
        var payload = payload(measurement);
        for (int i = 0; i < keys.size(); i++) {
            var algorithm = scheme.algorithms().get(i);
            var signature = signatures.get(i);
            var problem = algorithm.formProblem(signature);
            if (problem.isPresent()) {
                throw new SignatureException(algorithm.label() + " signature: " + problem.get());
            }
            if (!algorithm.verifies(keys.get(i), payload, signature)) {
                throw new SignatureException(
                        "the %s signature does not verify: it was not made by signer %s for measurement %s"
                                .formatted(algorithm.label(), signer, measurement));
            }
        }
    }

    /** Returns when these are signatures of the payload by the private keys of this key. */
    void checkMadeBy(List<byte[]> signatures, byte[] payload) throws InvalidKeyException {
        for (int i = 0; i < keys.size(); i++) {
            var algorithm = scheme.algorithms().get(i);
            if (!algorithm.verifies(keys.get(i), payload, signatures.get(i))) {
                throw new InvalidKeyException(
                        "the " + algorithm.label() + " private key does not belong to the public key");
            }
        }
    }

    List<byte[]> encoded() {
        return encoded;
    }

    private static SignerId signer(List<byte[]> encoded) {
        var digest = Listing.digest("SHA-384");
        // One key is a DER sequence, so it begins with another byte than the length of the domain.
        return SignerId.of(digest.digest(
                encoded.size() == 1
                        ? encoded.getFirst()
                        : prefixed(SIGNER_DOMAIN.getBytes(US_ASCII), encoded.toArray(byte[][]::new))));
    }

    /** Each field after its length in 4 bytes, big endian. */
    private static byte[] prefixed(byte[] domain, byte[]... fields) {
        int size = Integer.BYTES + domain.length;
        size += IntStream.range(0, fields.length)
                .map(i -> Integer.BYTES + fields[i].length)
                .sum();
        var all = ByteBuffer.allocate(size).putInt(domain.length).put(domain);
        for (var field : fields) {
            all.putInt(field.length).put(field);
        }
        return all.array();
    }
}
