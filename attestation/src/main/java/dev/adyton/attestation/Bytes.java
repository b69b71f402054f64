package dev.adyton.attestation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** Octets of evidence: a digest, a key, an identifier, a whole document. Immutable. */
public final class Bytes {
    private static final int SHORT_BYTES = 4;

    private final byte[] value;

    private Bytes(byte[] value) {
        this.value = value;
    }

    /** These octets, which are copied. */
    public static Bytes of(byte[] value) {
        return new Bytes(value.clone());
    }

    /** The UTF-8 octets of a text. */
    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The octets written as hex digits of either case, two for each.
     *
     * @throws IllegalArgumentException when there is anything else
     */
    public static Bytes hex(String digits) {
        return new Bytes(HexFormat.of().parseHex(digits));
    }

    /** How many octets there are. */
    public int size() {
        return value.length;
    }

    /**
     * One octet.
     *
     * @return 0 to 255
     * @throws IndexOutOfBoundsException unless {@code 0 <= index < size()}
     */
    public int at(int index) {
        return value[index] & 0xff;
    }

    /**
     * The octets from one index to before another.
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= from <= to <= size()}
     */
    public Bytes slice(int from, int to) {
        Objects.checkFromToIndex(from, to, value.length);
        return new Bytes(Arrays.copyOfRange(value, from, to));
    }

    /** The octets, a copy. */
    public byte[] toByteArray() {
        return value.clone();
    }

    /** All octets as lower-case hex digits. */
    public String hex() {
        return HexFormat.of().formatHex(value);
    }

    /** The first 8 hex digits: enough to tell things apart in a log, not to trust one. */
    public String shortHex() {
        return HexFormat.of().formatHex(value, 0, Math.min(SHORT_BYTES, value.length));
    }

    /** Compares in a time that does not depend on where two of the same length differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && MessageDigest.isEqual(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    /** As {@link #hex()}. */
    @Override
    public String toString() {
        return hex();
    }
}
