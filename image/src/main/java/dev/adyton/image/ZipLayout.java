package dev.adyton.image;

/** Signatures and sizes of a ZIP file's parts (PKWARE APPNOTE 6.3.10). */
final class ZipLayout {
    /** "PK\3\4", read as a little-endian integer (4.3.7). */
    static final int LOCAL_SIGNATURE = 0x04034b50;

    /** "PK\1\2" (4.3.12). */
    static final int CENTRAL_SIGNATURE = 0x02014b50;

    /** "PK\5\6" (4.3.16). */
    static final int END_SIGNATURE = 0x06054b50;

    /** Signature and the common fields; the path follows. */
    static final int LOCAL_BYTES = 4 + ZipHeader.BYTES;

    /** Signature, version made by, the common fields, and 14 bytes more; the path follows. */
    static final int CENTRAL_BYTES = 4 + 2 + ZipHeader.BYTES + 14;

    /** The record that ends the file; a comment would follow. */
    static final int END_BYTES = 22;

    /** Marks a 16-bit number that stands in a ZIP64 record instead (4.4.1.4). */
    static final int ZIP64_SHORT = 0xffff;

    /** Marks a 32-bit number that stands in a ZIP64 record instead (4.4.1.4). */
    static final long ZIP64_INT = 0xffff_ffffL;

    /** What one entry adds to the file. */
    static long entryBytes(String path, long contentBytes) {
        return LOCAL_BYTES + CENTRAL_BYTES + 2L * path.length() + contentBytes;
    }

    private ZipLayout() {}
}
