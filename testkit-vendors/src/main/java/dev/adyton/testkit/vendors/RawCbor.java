package dev.adyton.testkit.vendors;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes CBOR item by item, well-formed or not: any order, any key twice, any length definite or not. */
public final class RawCbor {
    private static final int BREAK = 0xff;

    private RawCbor() {}

    /** Null. */
    public static byte[] nothing() {
        return new byte[] {(byte) 0xf6};
    }

    /** An integer, signed. */
    public static byte[] integer(long value) {
        return value >= 0 ? head(0, value) : head(1, -1 - value);
    }

    /** A byte string. */
    public static byte[] bytes(byte[] value) {
        return join(head(2, value.length), value);
    }

    /** A byte string of one octet many times. */
    public static byte[] bytes(int count, int octet) {
        var value = new byte[count];
        Arrays.fill(value, (byte) octet);
        return bytes(value);
    }

    /** A text string. */
    public static byte[] text(String value) {
        var utf8 = value.getBytes(StandardCharsets.UTF_8);
        return join(head(3, utf8.length), utf8);
    }

    /** An array of definite length. */
    public static byte[] array(byte[]... items) {
        return join(head(4, items.length), join(items));
    }

    /** A map of definite length, of keys and values in turn. */
    public static byte[] map(byte[]... keysAndValues) {
        return join(head(5, keysAndValues.length / 2), join(keysAndValues));
    }

    /** A tagged item. */
    public static byte[] tag(long number, byte[] item) {
        return join(head(6, number), item);
    }

    /** An array (4) or a map (5) of indefinite length. */
    public static byte[] indefinite(int major, byte[]... items) {
        return join(new byte[] {(byte) ((major << 5) | 31)}, join(items), new byte[] {(byte) BREAK});
    }

    /** A byte string of indefinite length in two chunks. */
    public static byte[] chunked(byte[] value) {
        var half = value.length / 2;
        return indefinite(2, bytes(Arrays.copyOf(value, half)), bytes(Arrays.copyOfRange(value, half, value.length)));
    }

    /** Items one after the other. */
    public static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] head(int major, long argument) {
        var type = major << 5;
        if (argument < 24) {
            return new byte[] {(byte) (type | argument)};
        }
        var length = argument < 1 << 8 ? 1 : argument < 1 << 16 ? 2 : argument < 1L << 32 ? 4 : 8;
        var head = new byte[1 + length];
        head[0] = (byte) (type | (24 + Integer.numberOfTrailingZeros(length)));
        for (var i = 0; i < length; i++) {
            head[length - i] = (byte) (argument >>> (i * Byte.SIZE));
        }
        return head;
    }
}
