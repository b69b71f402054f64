package dev.adyton.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;

/** A ZIP file that is fine until a test changes fields of it. */
final class ZipFixture {
    private final ByteBuffer file;
    private final int[] locals;
    private final int[] centrals;

    /** Paths and contents by turns. */
    ZipFixture(String... entries) {
        var contents = new LinkedHashMap<String, ByteBuffer>();
        for (int i = 0; i < entries.length; i += 2) {
            contents.put(entries[i], ByteBuffer.wrap(entries[i + 1].getBytes(US_ASCII)));
        }
        file = ByteBuffer.wrap(ZipWriter.write(contents)).order(ByteOrder.LITTLE_ENDIAN);
        locals = new int[contents.size()];
        centrals = new int[contents.size()];
        int local = 0;
        int central = file.getInt(end() + 16);
        int index = 0;
        for (var entry : contents.entrySet()) {
            locals[index] = local;
            centrals[index++] = central;
            local += ZipLayout.LOCAL_BYTES
                    + entry.getKey().length()
                    + entry.getValue().remaining();
            central += ZipLayout.CENTRAL_BYTES + entry.getKey().length();
        }
    }

    byte[] bytes() {
        return file.array();
    }

    /** The file with some zeros after it. */
    byte[] extended(int count) {
        return Arrays.copyOf(file.array(), file.limit() + count);
    }

    int local(int entry) {
        return locals[entry];
    }

    int central(int entry) {
        return centrals[entry];
    }

    int end() {
        return file.limit() - ZipLayout.END_BYTES;
    }

    void putByte(int at, int value) {
        file.put(at, (byte) value);
    }

    void putShort(int at, int value) {
        file.putShort(at, (short) value);
    }

    void putInt(int at, int value) {
        file.putInt(at, value);
    }

    void addInt(int at, int difference) {
        file.putInt(at, file.getInt(at) + difference);
    }

    /** A field that both headers of an entry have, by its offset in {@link ZipHeader}. */
    void putBoth(int entry, int field, int value) {
        putShort(local(entry) + 4 + field, value);
        putShort(central(entry) + 6 + field, value);
    }

    void addBothInts(int entry, int field, int difference) {
        addInt(local(entry) + 4 + field, difference);
        addInt(central(entry) + 6 + field, difference);
    }

    void putEntries(int count) {
        putShort(end() + 8, count);
        putShort(end() + 10, count);
    }
}
