package dev.adyton.attestation;

import java.util.Optional;

/**
 * What the launcher, which measured the image and started the enclave, claims of it. True as far as whoever vouches for the launcher
 * is trusted.
 *
 * @param measurement of the image (SHA-384 of its canonical listing); 48 bytes
 * @param signer of the image (SHA-384, see {@code docs/image.md}); 48 bytes; absent where the image is unsigned
 * @param name of the product, from the image's manifest; 1 to 128 characters of {@code [A-Za-z0-9._-]}
 * @param productId the signer's number for the product; 0 to 65535
 * @param securityVersion of the image; 0 to 65535
 * @param debug whether it is a debug image
 * @param runtimeVersion version of the enclave runtime that was started; 1 to 64 printable ASCII characters
 * @param confinement what keeps the enclave and its machine apart
 */
public record RuntimeClaims(
        Bytes measurement,
        Optional<Bytes> signer,
        String name,
        int productId,
        int securityVersion,
        boolean debug,
        String runtimeVersion,
        Confinement confinement) {

    /** What keeps the enclave and the machine it runs on apart, in rising order. */
    public enum Confinement {
        /** Nothing: it runs in the JVM of its host. */
        IN_PROCESS,
        /** A process of its own with all rights of its user. */
        PROCESS
    }

    /** The deterministic CBOR of this. */
    public Bytes encode() {
        throw new UnsupportedOperationException("encode");
    }

    /**
     * Reads what {@link #encode()} makes, and nothing else.
     *
     * @throws MalformedEvidenceException showing what was found and wanted
     */
    public static RuntimeClaims decode(Bytes encoded) throws MalformedEvidenceException {
        throw new UnsupportedOperationException("decode");
    }
}
