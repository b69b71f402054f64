package dev.adyton.attestation;

/**
 * What an attester says of itself, in two layers: the platform's own evidence, and the runtime claims that it binds through its report
 * data (see {@link ChannelBinding#reportData}). Nothing in it is believed before it was verified.
 *
 * @param type what kind of platform evidence this is, e.g. {@code simulated}; 1 to 64 characters of {@code [a-z0-9.-]}. It says which
 *     verifier would understand it, never which one is trusted
 * @param platform the platform's evidence, in its own format; 1 to {@value #MAX_BYTES} bytes
 * @param claims the encoded {@link RuntimeClaims}, exactly as they were bound; 1 to {@value #MAX_BYTES} bytes
 */
public record Evidence(String type, Bytes platform, Bytes claims) {
    /** Most bytes of encoded evidence. */
    public static final int MAX_BYTES = 48 * 1024;

    /** The deterministic CBOR of this: a map of 1: type, 2: platform, 3: claims. */
    public Bytes encode() {
        throw new UnsupportedOperationException("encode");
    }

    /**
     * Reads what {@link #encode()} makes, and nothing else.
     *
     * @throws MalformedEvidenceException showing what was found and wanted
     */
    public static Evidence decode(Bytes encoded) throws MalformedEvidenceException {
        throw new UnsupportedOperationException("decode");
    }
}
