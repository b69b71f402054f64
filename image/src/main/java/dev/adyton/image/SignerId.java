package dev.adyton.image;

import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Who signed an image, in 48 bytes: SHA-384 of the signer's public key, a DER SubjectPublicKeyInfo (RFC 5280, 4.1.2.7); of a signer with two
 * keys, SHA-384 of both as {@code docs/image.md} says, so neither can be left out. Immutable.
 */
public final class SignerId {
    /** Length of a signer id in bytes. */
    public static final int BYTES = 48;

    private static final int SHORT_BYTES = 4;

    private final byte[] value;

    private SignerId(byte[] value) {
        this.value = value;
    }

    /**
     * The id with these bytes, which are copied.
     *
     * @throws IllegalArgumentException unless there are 48
     */
    public static SignerId of(byte[] value) {
        if (value.length != BYTES) {
            throw new IllegalArgumentException("A signer id has " + BYTES + " bytes, found " + value.length);
        }
        return new SignerId(value.clone());
    }

    /**
     * The id written as hex digits of either case.
     *
     * @throws IllegalArgumentException unless there are 96 hex digits and nothing else
     */
    public static SignerId parse(String hex) {
        if (hex.length() != 2 * BYTES) {
            throw new IllegalArgumentException(
                    "A signer id has " + 2 * BYTES + " hex digits, found " + hex.length() + " characters");
        }
        return new SignerId(HexFormat.of().parseHex(hex));
    }

    /** The 48 bytes, a copy. */
    public byte[] bytes() {
        return value.clone();
    }

    /** The first 8 hex digits: enough to tell signers apart in a log, not to trust one. */
    public String shortHex() {
        return HexFormat.of().formatHex(value, 0, SHORT_BYTES);
    }

    /** Compares in a time that does not depend on where two ids differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SignerId that && MessageDigest.isEqual(value, that.value);
    }

    @Override
    public int hashCode() {
        // SHA-384 spreads evenly, so any four bytes do.
        return (value[0] & 0xff) << 24 | (value[1] & 0xff) << 16 | (value[2] & 0xff) << 8 | (value[3] & 0xff);
    }

    /** 96 lower-case hex digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(value);
    }
}
