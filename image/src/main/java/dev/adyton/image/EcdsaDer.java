package dev.adyton.image;

/** The form of an ECDSA signature: {@code SEQUENCE { r INTEGER, s INTEGER }} (RFC 3279, 2.2.3). */
final class EcdsaDer {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;

    private EcdsaDer() {}

    /**
     * Whether these are, in DER and without a byte more, two positive numbers that fit the curve. The JDK also takes other spellings of
     * the same numbers, so what it verifies is not what was signed to the byte.
     *
     * @param numberBytes length of the curve's order; at most 61, so that every length is one byte
     */
    static boolean isCanonical(byte[] signature, int numberBytes) {
        if (signature.length < 2 || signature[0] != SEQUENCE || signature[1] != signature.length - 2) {
            return false;
        }
        int second = afterNumber(signature, 2, numberBytes);
        return second > 0 && afterNumber(signature, second, numberBytes) == signature.length;
    }

    /** Where the number at this offset ends; -1 when there is none. */
    private static int afterNumber(byte[] signature, int at, int numberBytes) {
        if (signature.length - at < 3 || signature[at] != INTEGER) {
            return -1;
        }
        int length = signature[at + 1];
        int first = at + 2;
        // One byte more where a zero keeps the number positive.
        if (length < 1 || length > numberBytes + 1 || length > signature.length - first) {
            return -1;
        }
        if (signature[first] < 0) {
            return -1;
        }
        boolean padded = signature[first] == 0;
        if (padded ? length == 1 || signature[first + 1] >= 0 : length > numberBytes) {
            return -1;
        }
        return first + length;
    }
}
