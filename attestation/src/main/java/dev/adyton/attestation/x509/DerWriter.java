package dev.adyton.attestation.x509;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes the DER (X.690) that a certificate needs, each item as its bytes. */
public final class DerWriter {
    private static final int LONG_FORM = 0x80;
    private static final int BOOLEAN = 0x01;
    private static final int BIT_STRING = 0x03;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int FIRST_OF_GENERALIZED_TIME = 2050;

    private DerWriter() {}

    /** An item of this tag around others. */
    public static byte[] item(int tag, byte[]... contents) {
        var content = joined(contents);
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < LONG_FORM) {
            out.write(content.length);
        } else {
            var length = BigInteger.valueOf(content.length).toByteArray();
            var first = length[0] == 0 ? 1 : 0;
            out.write(LONG_FORM | (length.length - first));
            out.write(length, first, length.length - first);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    public static byte[] sequence(byte[]... contents) {
        return item(DerReader.SEQUENCE, contents);
    }

    public static byte[] integer(BigInteger value) {
        return item(DerReader.INTEGER, value.toByteArray());
    }

    /** DER has no FALSE where that is the default, so it is only ever this. */
    public static byte[] yes() {
        return item(BOOLEAN, new byte[] {(byte) 0xff});
    }

    public static byte[] octetString(byte[] content) {
        return item(DerReader.OCTET_STRING, content);
    }

    /** A BIT STRING of whole octets. */
    public static byte[] bitString(byte[] content) {
        return item(BIT_STRING, new byte[1], content);
    }

    public static byte[] utf8String(String text) {
        return item(DerReader.UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * OBJECT IDENTIFIER.
     *
     * @param dotted such as {@code 2.5.4.3}; no number is above 2^31-1
     */
    public static byte[] objectIdentifier(String dotted) {
        var numbers = dotted.split("\\.", -1);
        var out = new ByteArrayOutputStream();
        number(out, Integer.parseInt(numbers[0]) * 40 + Integer.parseInt(numbers[1]));
        for (int i = 2; i < numbers.length; i++) {
            number(out, Integer.parseInt(numbers[i]));
        }
        return item(DerReader.OBJECT_IDENTIFIER, out.toByteArray());
    }

    private static void number(ByteArrayOutputStream out, int value) {
        for (int shift = 28; shift > 0; shift -= 7) {
            if (value >>> shift != 0) {
                out.write(LONG_FORM | (value >>> shift & 0x7f));
            }
        }
        out.write(value & 0x7f);
    }

    /** A time of RFC 5280 section 4.1.2.5, in seconds. */
    public static byte[] time(Instant instant) {
        var utc = instant.atOffset(ZoneOffset.UTC);
        var generalized = utc.getYear() >= FIRST_OF_GENERALIZED_TIME;
        var text = DateTimeFormatter.ofPattern(generalized ? "uuuuMMddHHmmss'Z'" : "uuMMddHHmmss'Z'")
                .format(utc);
        return item(generalized ? GENERALIZED_TIME : UTC_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] joined(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
