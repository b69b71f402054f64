package dev.adyton.image;

import java.nio.ByteBuffer;

/**
 * Where the central directory lies, as the end record says and the file's length confirms.
 *
 * @param entries how many headers it has, 1 to {@link #MAX_ENTRIES}
 * @param offset of its first byte
 * @param end offset of the first byte after it, which is the end record's
 */
record ZipDirectory(int entries, int offset, int end) {
    /** What is measured, and a signature. */
    private static final int MAX_ENTRIES = EnclaveImage.MAX_ENTRIES + 1;

    private static final int MAX_COMMENT_BYTES = 0xffff;

    /** Finds the directory of a file of at least {@link ZipLayout#END_BYTES}. */
    static ZipDirectory locate(ByteBuffer file) throws ImageFormatException {
        int end = file.limit() - ZipLayout.END_BYTES;
        if (file.getInt(end) != ZipLayout.END_SIGNATURE) {
            throw noEnd(file, end);
        }
        expect("disk number", ZipHeader.unsignedShort(file, end + 4), 0);
        expect("disk of the directory", ZipHeader.unsignedShort(file, end + 6), 0);
        int entriesHere = ZipHeader.unsignedShort(file, end + 8);
        int entries = ZipHeader.unsignedShort(file, end + 10);
        long bytes = ZipHeader.unsignedInt(file, end + 12);
        long offset = ZipHeader.unsignedInt(file, end + 16);
        if (entries == ZipLayout.ZIP64_SHORT || bytes == ZipLayout.ZIP64_INT || offset == ZipLayout.ZIP64_INT) {
            throw new ImageFormatException("The end record points to a ZIP64 record, which is not allowed");
        }
        expect("comment length", ZipHeader.unsignedShort(file, end + 20), 0);
        expect("number of entries on this disk", entriesHere, entries);
        if (entries < 1 || entries > MAX_ENTRIES) {
            throw new ImageFormatException("Image has " + entries + " entries, allowed are 1 to " + MAX_ENTRIES);
        }
        if (offset + bytes != end) {
            throw new ImageFormatException(
                    "The directory should reach from byte %d to the end record at byte %d, but has %d bytes"
                            .formatted(offset, end, bytes));
        }
        return new ZipDirectory(entries, (int) offset, end);
    }

    private static void expect(String field, int found, int wanted) throws ImageFormatException {
        if (found != wanted) {
            throw new ImageFormatException("End record: " + field + " is " + found + ", wanted " + wanted);
        }
    }

    /** Says why the last bytes are not the end record: something follows it, or it is missing. */
    private static ImageFormatException noEnd(ByteBuffer file, int wanted) {
        for (int at = wanted; at >= 0 && wanted - at <= MAX_COMMENT_BYTES; at--) {
            if (file.getInt(at) == ZipLayout.END_SIGNATURE) {
                int comment = ZipHeader.unsignedShort(file, at + 20);
                int extra = wanted - at;
                return new ImageFormatException(
                        comment == extra
                                ? "Image has a comment of " + comment + " bytes, which is not allowed"
                                : extra + " bytes after the end record, which are not allowed");
            }
        }
        return new ImageFormatException("Image is truncated: no end record in the last " + ZipLayout.END_BYTES
                + " of its " + file.limit() + " bytes");
    }
}
