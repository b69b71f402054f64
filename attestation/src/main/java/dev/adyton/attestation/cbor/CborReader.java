package dev.adyton.attestation.cbor;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one CBOR data item from hostile bytes. Time, memory and stack are bounded by constants, whatever the bytes say. */
public final class CborReader {
    /** Most bytes of an item. */
    public static final int MAX_BYTES = 64 * 1024;

    /** Most items inside each other. */
    public static final int MAX_DEPTH = 16;

    /** Most items in all, so that keys which hash alike cost little. */
    public static final int MAX_ITEMS = 4096;

    private static final int INDEFINITE = 31;
    private static final int BREAK = 0xff;

    private final byte[] data;
    private final CborForm form;
    private int position;
    private int items;

    private CborReader(byte[] data, CborForm form) {
        this.data = data;
        this.form = form;
    }

    /**
     * Reads the item that takes all of these bytes.
     *
     * @throws MalformedEvidenceException when there is anything else, showing at which byte what was found and wanted
     */
    public static Cbor read(Bytes data, CborForm form) throws MalformedEvidenceException {
        if (data.size() > MAX_BYTES) {
            throw new MalformedEvidenceException("CBOR: found " + data.size() + " bytes, wanted at most " + MAX_BYTES);
        }
        var reader = new CborReader(data.toByteArray(), form);
        var item = reader.item(1);
        if (reader.position != data.size()) {
            throw reader.wrong(
                    reader.position, (data.size() - reader.position) + " bytes after the item", "the end of the data");
        }
        return item;
    }

    private Cbor item(int depth) throws MalformedEvidenceException {
        int start = position;
        if (depth > MAX_DEPTH) {
            throw wrong(start, "an item inside " + (depth - 1) + " others", "at most " + MAX_DEPTH + " levels");
        }
        count(start);
        int initial = octet();
        int info = initial & 0x1f;
        return switch (initial >> 5) {
            case 0 -> new Cbor.Int(argument(start, info));
            case 1 -> new Cbor.Int(-1 - argument(start, info));
            case 2 -> new Cbor.ByteString(Bytes.of(byteString(start, info)));
            case 3 -> new Cbor.Text(text(start, info));
            case 4 -> array(start, info, depth);
            case 5 -> dictionary(start, info, depth);
            case 6 -> new Cbor.Tag(argument(start, info), item(depth + 1));
            default -> simple(start, info);
        };
    }

    private void count(int start) throws MalformedEvidenceException {
        items++;
        if (items > MAX_ITEMS) {
            throw wrong(start, "one more item", "at most " + MAX_ITEMS);
        }
    }

    private byte[] byteString(int start, int info) throws MalformedEvidenceException {
        if (info != INDEFINITE) {
            return definiteString(start, info);
        }
        needIndefinite(start);
        var all = new ByteArrayOutputStream();
        while (!atBreak()) {
            all.writeBytes(chunk(2));
        }
        return all.toByteArray();
    }

    private String text(int start, int info) throws MalformedEvidenceException {
        if (info != INDEFINITE) {
            return utf8(start, definiteString(start, info));
        }
        needIndefinite(start);
        var all = new StringBuilder();
        while (!atBreak()) {
            // Each chunk is a text of its own: none may end within a character (section 3.2.3).
            all.append(utf8(position, chunk(3)));
        }
        return all.toString();
    }

    private byte[] chunk(int major) throws MalformedEvidenceException {
        int start = position;
        count(start);
        int initial = octet();
        int info = initial & 0x1f;
        if (initial >> 5 != major || info == INDEFINITE) {
            throw wrong(start, initialOctet(initial), "a chunk of definite length of the same major type " + major);
        }
        return definiteString(start, info);
    }

    private byte[] definiteString(int start, int info) throws MalformedEvidenceException {
        int length = length(start, info, 1);
        var value = Arrays.copyOfRange(data, position, position + length);
        position += length;
        return value;
    }

    private Cbor array(int start, int info, int depth) throws MalformedEvidenceException {
        List<Cbor> values = new ArrayList<>();
        if (info == INDEFINITE) {
            needIndefinite(start);
            while (!atBreak()) {
                values.add(item(depth + 1));
            }
        } else {
            int length = length(start, info, 1);
            for (int i = 0; i < length; i++) {
                values.add(item(depth + 1));
            }
        }
        return new Cbor.Array(values);
    }

    private Cbor dictionary(int start, int info, int depth) throws MalformedEvidenceException {
        var entries = new LinkedHashMap<Cbor, Cbor>();
        if (info == INDEFINITE) {
            needIndefinite(start);
            while (!atBreak()) {
                entry(entries, depth);
            }
        } else {
            int length = length(start, info, 2);
            int last = -1;
            int lastEnd = -1;
            for (int i = 0; i < length; i++) {
                int key = position;
                int keyEnd = entry(entries, depth);
                if (form == CborForm.DETERMINISTIC
                        && last >= 0
                        && Arrays.compareUnsigned(data, last, lastEnd, data, key, keyEnd) > 0) {
                    throw wrong(key, "a key that sorts before the one in front of it", "keys in bytewise order");
                }
                last = key;
                lastEnd = keyEnd;
            }
        }
        return new Cbor.Dictionary(entries);
    }

    /** Reads a key and its value; returns where the key ended. */
    private int entry(Map<Cbor, Cbor> entries, int depth) throws MalformedEvidenceException {
        int start = position;
        var key = item(depth + 1);
        int end = position;
        if (!(key instanceof Cbor.Int || key instanceof Cbor.Text)) {
            throw wrong(start, key.kind() + " as a key", "an integer or a text");
        }
        if (entries.containsKey(key)) {
            throw wrong(start, "a key for the second time", "each key once");
        }
        entries.put(key, item(depth + 1));
        return end;
    }

    private Cbor simple(int start, int info) throws MalformedEvidenceException {
        return switch (info) {
            case 20 -> new Cbor.Bool(false);
            case 21 -> new Cbor.Bool(true);
            case 22 -> new Cbor.Null();
            case 25, 26, 27 -> throw wrong(start, "a floating-point number", "another type");
            case INDEFINITE -> throw wrong(start, "a break outside an item of indefinite length", "an item");
            default -> throw wrong(start, "a simple value", "false, true or null");
        };
    }

    /** The number of bytes, items or entries that follow; of no more than there are bytes left for. */
    private int length(int start, int info, int leastBytesEach) throws MalformedEvidenceException {
        long length = argument(start, info);
        int most = (data.length - position) / leastBytesEach;
        if (length > most) {
            throw wrong(start, "a length of " + length, "at most " + most + " with the bytes that are left");
        }
        return (int) length;
    }

    private long argument(int start, int info) throws MalformedEvidenceException {
        if (info < 24) {
            return info;
        }
        if (info > 27) {
            throw wrong(start, "additional information " + info, "0 to 27");
        }
        int length = 1 << (info - 24);
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | octet();
        }
        if (value < 0) {
            throw wrong(start, "the number " + Long.toUnsignedString(value), "less than 2^63");
        }
        // The least value that needs this length: 24, 2^8, 2^16, 2^32.
        long least = length == 1 ? 24 : 1L << (4 * length);
        if (form == CborForm.DETERMINISTIC && value < least) {
            throw wrong(start, value + " in " + length + " bytes", "the shortest form");
        }
        return value;
    }

    private void needIndefinite(int start) throws MalformedEvidenceException {
        if (form != CborForm.ANY) {
            throw wrong(start, "an indefinite length", "a definite one");
        }
    }

    private boolean atBreak() throws MalformedEvidenceException {
        if (position < data.length && (data[position] & 0xff) != BREAK) {
            return false;
        }
        octet();
        return true;
    }

    private int octet() throws MalformedEvidenceException {
        if (position >= data.length) {
            throw wrong(position, "the end of the data", "more bytes");
        }
        return data[position++] & 0xff;
    }

    private String utf8(int start, byte[] text) throws MalformedEvidenceException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException _) {
            throw wrong(start, "a text that is not UTF-8", "UTF-8");
        }
    }

    private static String initialOctet(int initial) {
        return "initial byte 0x%02x".formatted(initial);
    }

    private MalformedEvidenceException wrong(int at, String found, String wanted) {
        return new MalformedEvidenceException("CBOR at byte " + at + ": found " + found + ", wanted " + wanted);
    }
}
