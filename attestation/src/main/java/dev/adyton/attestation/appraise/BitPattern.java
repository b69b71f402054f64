package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;

/**
 * Which bits of a field of 8 bytes have to be what, in the order of bytes in which evidence has them.
 *
 * @param value of the bits that matter; 8 bytes, zero where the mask is zero
 * @param mask one for each bit that matters; 8 bytes
 */
public record BitPattern(Bytes value, Bytes mask) {
    private static final int BYTES = 8;

    /** @throws IllegalArgumentException when a length is another one, or the value has bits that do not matter */
    public BitPattern {
        Wanted.bytes("value of a bit pattern", value, BYTES);
        Wanted.bytes("mask of a bit pattern", mask, BYTES);
        if (!and(value, mask).equals(value)) {
            throw new BadExpectationException(
                    "bit pattern", "value " + value.hex() + " with bits outside its mask " + mask.hex(), "none");
        }
    }

    /** Of hex digits, 16 each. */
    static BitPattern of(String value, String mask) {
        return new BitPattern(Bytes.hex(value), Bytes.hex(mask));
    }

    /** Whether a field of 8 bytes has these bits. */
    boolean matches(Bytes field) {
        return and(field, mask).equals(value);
    }

    /** E.g. {@code 0000001000000000 under mask ffffff37ffffffff}. */
    @Override
    public String toString() {
        return value.hex() + " under mask " + mask.hex();
    }

    private static Bytes and(Bytes left, Bytes right) {
        var octets = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            octets[i] = (byte) (left.at(i) & right.at(i));
        }
        return Bytes.of(octets);
    }
}
