package dev.adyton.enclave.runtime;

import java.util.zip.ZipException;

/**
 * What the jars of one image may hold together, by what they say of themselves; {@link ImageJar} then inflates no file beyond what
 * its jar said. Not thread-safe.
 */
final class JarBudget {
    /** Largest file: 128 MiB. */
    static final long MAX_ENTRY_BYTES = 128L << 20;

    /** All files together: 4 GiB. Files are inflated one by one when they are used, so this much is never in memory. */
    static final long MAX_TOTAL_BYTES = 4L << 30;

    /** Most files. */
    static final int MAX_ENTRIES = 1 << 18;

    /** Deflate makes at most 258 bytes of two bits (RFC 1951, 3.2.5); a file that claims more is not one. */
    private static final long MAX_RATIO = 1032;

    private long totalBytes;
    private int entries;

    /** Lets one file through, or says why not. */
    void take(String jar, JarEntry entry) throws ZipException {
        switch (entry.method()) {
            case JarEntry.STORED -> {
                if (entry.compressedBytes() != entry.sizeBytes()) {
                    throw bad(
                            jar,
                            entry,
                            "is stored in " + entry.compressedBytes() + " bytes, wanted its size " + entry.sizeBytes());
                }
            }
            case JarEntry.DEFLATED -> {
                if (entry.sizeBytes() > entry.compressedBytes() * MAX_RATIO) {
                    throw bad(
                            jar,
                            entry,
                            "claims " + entry.sizeBytes() + " bytes of " + entry.compressedBytes()
                                    + " compressed, wanted at most " + MAX_RATIO + " times as many");
                }
            }
            default -> throw bad(jar, entry, "has compression method " + entry.method() + ", wanted 0 or 8");
        }
        if (entry.sizeBytes() > MAX_ENTRY_BYTES) {
            throw bad(jar, entry, "has " + entry.sizeBytes() + " bytes, wanted at most " + MAX_ENTRY_BYTES);
        }
        totalBytes += entry.sizeBytes();
        entries++;
        if (totalBytes > MAX_TOTAL_BYTES) {
            throw bad(
                    jar,
                    entry,
                    "brings the image's files to " + totalBytes + " bytes, wanted at most " + MAX_TOTAL_BYTES);
        }
        if (entries > MAX_ENTRIES) {
            throw bad(jar, entry, "is file " + entries + " of the image, wanted at most " + MAX_ENTRIES);
        }
    }

    private static ZipException bad(String jar, JarEntry entry, String found) {
        return new ZipException(jar + ": " + entry.name() + " " + found);
    }
}
