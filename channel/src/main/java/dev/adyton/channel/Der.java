package dev.adyton.channel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the few kinds of DER (ITU-T X.690) of which a certificate is made. */
final class Der {
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int UTF8_STRING = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int EXPLICIT_0 = 0xa0;

    private static final int LONG_FORM = 0x80;

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return constructed(SEQUENCE, parts);
    }

    static byte[] set(byte[]... parts) {
        return constructed(SET, parts);
    }

    /** The part, tagged {@code [0] EXPLICIT}. */
    static byte[] explicit0(byte[] part) {
        return constructed(EXPLICIT_0, part);
    }

    /** @param value 0 to 127 */
    static byte[] integer(int value) {
        return encode(INTEGER, new byte[] {(byte) value});
    }

    static byte[] bitString(byte[] bits) {
        var content = new byte[bits.length + 1];
        System.arraycopy(bits, 0, content, 1, bits.length);
        return encode(BIT_STRING, content);
    }

    /** @param content the encoded arcs */
    static byte[] objectIdentifier(byte... content) {
        return encode(OBJECT_IDENTIFIER, content);
    }

    static byte[] utf8String(String text) {
        return encode(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param text {@code YYMMDDHHMMSSZ} */
    static byte[] utcTime(String text) {
        return encode(UTC_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** @param text {@code YYYYMMDDHHMMSSZ} */
    static byte[] generalizedTime(String text) {
        return encode(GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] constructed(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (var part : parts) content.writeBytes(part);
        return encode(tag, content.toByteArray());
    }

    private static byte[] encode(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        var length = content.length;
        if (length >= LONG_FORM) {
            var octets = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + Byte.SIZE - 1) / Byte.SIZE;
            out.write(LONG_FORM | octets);
            for (var shift = (octets - 1) * Byte.SIZE; shift > 0; shift -= Byte.SIZE) out.write(length >>> shift);
        }
        out.write(length);
        out.writeBytes(content);
        return out.toByteArray();
    }
}
