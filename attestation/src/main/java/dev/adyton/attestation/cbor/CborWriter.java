package dev.adyton.attestation.cbor;

import dev.adyton.attestation.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Writes a CBOR data item in its core deterministic encoding (RFC 8949 section 4.2.1). */
public final class CborWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private CborWriter() {}

    /**
     * The one deterministic encoding of this item.
     *
     * @throws IllegalArgumentException when a tag is negative
     */
    public static Bytes write(Cbor item) {
        return Bytes.of(encoded(item));
    }

    private static byte[] encoded(Cbor item) {
        var writer = new CborWriter();
        writer.item(item);
        return writer.out.toByteArray();
    }

    private void item(Cbor item) {
        switch (item) {
            case Cbor.Int(long value) when value >= 0 -> head(0, value);
            case Cbor.Int(long value) -> head(1, -1 - value);
            case Cbor.ByteString(Bytes value) -> string(2, value.toByteArray());
            case Cbor.Text(String value) -> string(3, value.getBytes(StandardCharsets.UTF_8));
            case Cbor.Array(var items) -> {
                head(4, items.size());
                items.forEach(this::item);
            }
            case Cbor.Dictionary(var entries) -> dictionary(entries);
            case Cbor.Tag(long number, Cbor content) -> {
                head(6, number);
                item(content);
            }
            case Cbor.Bool(boolean value) -> head(7, value ? 21 : 20);
            case Cbor.Null() -> head(7, 22);
        }
    }

    private void dictionary(Map<Cbor, Cbor> entries) {
        head(5, entries.size());
        var sorted = new TreeMap<byte[], Cbor>(Arrays::compareUnsigned);
        entries.forEach((key, value) -> sorted.put(encoded(key), value));
        sorted.forEach((key, value) -> {
            out.writeBytes(key);
            item(value);
        });
    }

    private void string(int major, byte[] value) {
        head(major, value.length);
        out.writeBytes(value);
    }

    private void head(int major, long argument) {
        if (argument < 0) {
            throw new IllegalArgumentException("found the number " + argument + ", wanted none below 0");
        }
        int type = major << 5;
        if (argument < 24) {
            out.write(type | (int) argument);
        } else if (argument <= 0xff) {
            out.write(type | 24);
            out.write((int) argument);
        } else if (argument <= 0xffff) {
            out.write(type | 25);
            out.writeBytes(
                    ByteBuffer.allocate(Short.BYTES).putShort((short) argument).array());
        } else if (argument <= 0xffff_ffffL) {
            out.write(type | 26);
            out.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt((int) argument).array());
        } else {
            out.write(type | 27);
            out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(argument).array());
        }
    }
}
