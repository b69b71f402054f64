package dev.adyton.image;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The fields that the local header and the central directory header of an entry share, in the order in which both carry them
 * (PKWARE APPNOTE 6.3.10, 4.3.7 and 4.3.12). Integers are little endian.
 *
 * @param crc CRC-32 of the content, as the signed int with the same bits
 * @param storedBytes length as stored, "compressed size"
 * @param sizeBytes length of the content, "uncompressed size"
 */
record ZipHeader(
        int version,
        int flags,
        int method,
        int time,
        int date,
        int crc,
        long storedBytes,
        long sizeBytes,
        int pathBytes,
        int extraBytes) {
    /** Length of these fields: seven of 2 bytes, three of 4 bytes. */
    static final int BYTES = 26;

    /** "Version needed to extract": 1.0, the only feature used is storing. */
    static final int VERSION = 10;

    /** 1 January 1980, midnight: the first moment that the format can name. */
    static final int DATE = 1 << 5 | 1;

    static final int STORED = 0;

    static ZipHeader of(int pathBytes, ByteBuffer content) {
        return new ZipHeader(
                VERSION,
                0,
                STORED,
                0,
                DATE,
                crc(content.duplicate()),
                content.remaining(),
                content.remaining(),
                pathBytes,
                0);
    }

    static ZipHeader read(ByteBuffer file, int at) {
        return new ZipHeader(
                unsignedShort(file, at),
                unsignedShort(file, at + 2),
                unsignedShort(file, at + 4),
                unsignedShort(file, at + 6),
                unsignedShort(file, at + 8),
                file.getInt(at + 10),
                unsignedInt(file, at + 14),
                unsignedInt(file, at + 18),
                unsignedShort(file, at + 22),
                unsignedShort(file, at + 24));
    }

    void write(ByteBuffer to) {
        to.putShort((short) version).putShort((short) flags).putShort((short) method);
        to.putShort((short) time).putShort((short) date);
        to.putInt(crc).putInt((int) storedBytes).putInt((int) sizeBytes);
        to.putShort((short) pathBytes).putShort((short) extraBytes);
    }

    static int crc(ByteBuffer content) {
        var crc = new CRC32();
        crc.update(content);
        return (int) crc.getValue();
    }

    static int unsignedShort(ByteBuffer file, int at) {
        return Short.toUnsignedInt(file.getShort(at));
    }

    static long unsignedInt(ByteBuffer file, int at) {
        return Integer.toUnsignedLong(file.getInt(at));
    }
}
