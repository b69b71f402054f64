package dev.adyton.enclave.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipException;

/**
 * Reads the directory of a jar in memory; layout after PKWARE's APPNOTE 6.3.10, sections 4.3.12 and 4.3.16. Where a jar names a file
 * twice the last one counts, as it does for the JDK; directories are left out.
 */
final class JarDirectory {
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int END_COMMENT_BYTES = 0xffff;
    private static final int FILE_SIGNATURE = 0x02014b50;
    private static final int FILE_BYTES = 46;
    private static final int ZIP64_COUNT = 0xffff;
    private static final int FLAG_ENCRYPTED = 1;

    private final String jar;
    private final ByteBuffer bytes;
    private final JarBudget budget;

    private JarDirectory(String jar, ByteBuffer content, JarBudget budget) {
        this.jar = jar;
        this.bytes = content.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        this.budget = budget;
    }

    /**
     * The files of a jar by their names.
     *
     * @param content the jar, from index 0 to the limit
     * @param budget what the jars of one image may hold together; what this jar holds is taken from it
     * @throws ZipException when it is no jar, or one that cannot be used, with what was found and wanted
     */
    static Map<String, JarEntry> read(String jar, ByteBuffer content, JarBudget budget) throws ZipException {
        return new JarDirectory(jar, content, budget).files();
    }

    private Map<String, JarEntry> files() throws ZipException {
        int end = endRecord();
        int count = u16(end + 10);
        long size = u32(end + 12);
        long start = u32(end + 16);
        if (count == ZIP64_COUNT) {
            throw bad("has the ZIP64 format, wanted a jar of at most 65534 entries");
        }
        if (start + size != end) {
            throw bad("has its directory from byte " + start + " to " + (start + size)
                    + ", wanted to its end record at " + end);
        }
        var files = HashMap.<String, JarEntry>newHashMap(count);
        int at = (int) start;
        for (int i = 0; i < count; i++) {
            at = file(at, end, files);
        }
        if (at != end) {
            throw bad("has " + (end - at) + " bytes after the " + count + " files of its directory, wanted none");
        }
        return files;
    }

    /** Index of the end record, which only a comment may follow. */
    private int endRecord() throws ZipException {
        int last = bytes.limit() - END_BYTES;
        int first = Math.max(0, last - END_COMMENT_BYTES);
        for (int at = last; at >= first; at--) {
            if (bytes.getInt(at) == END_SIGNATURE && u16(at + 20) == last - at) {
                return at;
            }
        }
        throw bad("has no end record, wanted a ZIP file");
    }

    private int file(int at, int end, Map<String, JarEntry> files) throws ZipException {
        if (end - at < FILE_BYTES || bytes.getInt(at) != FILE_SIGNATURE) {
            throw bad("has no directory entry at byte " + at + ", wanted one");
        }
        int nameBytes = u16(at + 28);
        int next = at + FILE_BYTES + nameBytes + u16(at + 30) + u16(at + 32);
        if (next > end) {
            throw bad("has a directory entry that goes on to byte " + next + ", wanted at most " + end);
        }
        var name = name(at + FILE_BYTES, nameBytes);
        if (!name.endsWith("/")) {
            if ((u16(at + 8) & FLAG_ENCRYPTED) != 0) {
                throw bad("has " + name + " encrypted, wanted it readable");
            }
            var entry =
                    new JarEntry(name, u32(at + 42), u16(at + 10), u32(at + 20), u32(at + 24), bytes.getInt(at + 16));
            budget.take(jar, entry);
            files.put(name, entry);
        }
        return next;
    }

    private String name(int at, int length) {
        var name = new byte[length];
        bytes.get(at, name);
        return new String(name, UTF_8);
    }

    private int u16(int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    private long u32(int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }

    private ZipException bad(String found) {
        return new ZipException(jar + " " + found);
    }
}
