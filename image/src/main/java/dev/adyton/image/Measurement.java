package dev.adyton.image;

import java.security.MessageDigest;
import java.util.HexFormat;

/** What an image is, in 48 bytes: SHA-384 of its canonical listing. Immutable. */
public final class Measurement {
    /** Length of a measurement in bytes. */
    public static final int BYTES = 48;

    private static final int SHORT_BYTES = 4;

    private final byte[] value;

    private Measurement(byte[] value) {
        this.value = value;
    }

    /**
     * The measurement with these bytes, which are copied.
     *
     * @throws IllegalArgumentException unless there are 48
     */
    public static Measurement of(byte[] value) {
        if (value.length != BYTES) {
            throw new IllegalArgumentException("A measurement has " + BYTES + " bytes, found " + value.length);
        }
        return new Measurement(value.clone());
    }

    /**
     * The measurement written as hex digits of either case.
     *
     * @throws IllegalArgumentException unless there are 96 hex digits and nothing else
     */
    public static Measurement parse(String hex) {
        if (hex.length() != 2 * BYTES) {
            throw new IllegalArgumentException(
                    "A measurement has " + 2 * BYTES + " hex digits, found " + hex.length() + " characters");
        }
        return new Measurement(HexFormat.of().parseHex(hex));
    }

    /** The 48 bytes, a copy. */
    public byte[] bytes() {
        return value.clone();
    }

    /** The first 8 hex digits: enough to tell images apart in a log, not to trust one. */
    public String shortHex() {
        return HexFormat.of().formatHex(value, 0, SHORT_BYTES);
    }

    /** Compares in a time that does not depend on where two measurements differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Measurement that && MessageDigest.isEqual(value, that.value);
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
