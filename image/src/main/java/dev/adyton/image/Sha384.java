package dev.adyton.image;

import java.security.MessageDigest;
import java.util.HexFormat;

/** A SHA-384 that says what or who something is. Those of two kinds are never equal. Immutable. */
abstract sealed class Sha384 permits Measurement, SignerId {
    static final int SIZE_BYTES = 48;

    private static final int SHORT_BYTES = 4;

    private final byte[] value;

    /** @param value is copied */
    Sha384(String what, byte[] value) {
        if (value.length != SIZE_BYTES) {
            throw new IllegalArgumentException(what + " has " + SIZE_BYTES + " bytes, found " + value.length);
        }
        this.value = value.clone();
    }

    /** What is written as hex digits of either case. */
    static byte[] parse(String what, String hex) {
        if (hex.length() != 2 * SIZE_BYTES) {
            throw new IllegalArgumentException(
                    what + " has " + 2 * SIZE_BYTES + " hex digits, found " + hex.length() + " characters");
        }
        return HexFormat.of().parseHex(hex);
    }

    /** The 48 bytes, a copy. */
    public final byte[] bytes() {
        return value.clone();
    }

    /** The first 8 hex digits: enough to tell apart in a log, not to trust. */
    public final String shortHex() {
        return HexFormat.of().formatHex(value, 0, SHORT_BYTES);
    }

    /** Compares in a time that does not depend on where two of a kind differ. */
    @Override
    public final boolean equals(Object other) {
        return other instanceof Sha384 that
                && getClass() == that.getClass()
                && MessageDigest.isEqual(value, that.value);
    }

    @Override
    public final int hashCode() {
        // SHA-384 spreads evenly, so any four bytes do.
        return (value[0] & 0xff) << 24 | (value[1] & 0xff) << 16 | (value[2] & 0xff) << 8 | (value[3] & 0xff);
    }

    /** 96 lower-case hex digits. */
    @Override
    public final String toString() {
        return HexFormat.of().formatHex(value);
    }
}
