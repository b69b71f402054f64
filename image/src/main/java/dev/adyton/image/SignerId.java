package dev.adyton.image;

/**
 * Who signed an image, in 48 bytes: SHA-384 of the signer's public key, a DER SubjectPublicKeyInfo (RFC 5280, 4.1.2.7); of a signer with two
 * keys, SHA-384 of both as {@code docs/image.md} says, so neither can be left out. Immutable.
 */
public final class SignerId extends Sha384 {
    /** Length of a signer id in bytes. */
    public static final int BYTES = Sha384.SIZE_BYTES;

    private static final String WHAT = "A signer id";

    private SignerId(byte[] value) {
        super(WHAT, value);
    }

    /**
     * The id with these bytes, which are copied.
     *
     * @throws IllegalArgumentException unless there are 48
     */
    public static SignerId of(byte[] value) {
        return new SignerId(value);
    }

    /**
     * The id written as hex digits of either case.
     *
     * @throws IllegalArgumentException unless there are 96 hex digits and nothing else
     */
    public static SignerId parse(String hex) {
        return new SignerId(parse(WHAT, hex));
    }
}
