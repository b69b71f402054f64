package dev.adyton.enclave.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * One jar of an image. It stays compressed in the image's memory; a file is inflated when it is asked for, and never beyond the size
 * that the jar's directory states. Immutable and thread-safe.
 */
final class ImageJar {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String META_INF = "META-INF/";
    private static final String VERSIONS = "META-INF/versions/";
    private static final int FIRST_VERSION = 9;

    /** Local header of a file: APPNOTE 6.3.10, section 4.3.7. */
    private static final int HEADER_SIGNATURE = 0x04034b50;

    private static final int HEADER_BYTES = 30;

    private final String path;
    private final ByteBuffer content;
    private final Map<String, JarEntry> files;
    private final JarManifest manifest;

    private ImageJar(String path, ByteBuffer content, Map<String, JarEntry> files) throws IOException {
        this.path = path;
        this.content = content;
        this.files = files;
        var ofManifest = files.get(MANIFEST);
        this.manifest = ofManifest == null ? JarManifest.NONE : JarManifest.parse(read(ofManifest));
        if (manifest.isMultiRelease()) {
            putNewestVersions(Runtime.version().feature());
        }
    }

    /**
     * Reads a jar's directory and manifest.
     *
     * @param path of the jar in the image
     * @param content the jar, from position to limit; not copied
     * @throws IOException why it cannot be used, naming the jar
     */
    static ImageJar open(String path, ByteBuffer content, JarBudget budget) throws IOException {
        var bytes = content.slice();
        return new ImageJar(path, bytes, JarDirectory.read(path, bytes, budget));
    }

    /** Path of the jar in the image. */
    String path() {
        return path;
    }

    JarManifest manifest() {
        return manifest;
    }

    /** All files, those that stand for another one under both names. */
    Collection<JarEntry> files() {
        return files.values();
    }

    /** The file of this name, in the version for this JVM; null when there is none. */
    @Nullable JarEntry find(String name) {
        return files.get(name);
    }

    /**
     * The content of a file.
     *
     * @throws ZipException when it is not what the directory states
     */
    byte[] read(JarEntry entry) throws ZipException {
        var compressed = compressed(entry);
        var result = new byte[(int) entry.sizeBytes()];
        if (entry.method() == JarEntry.STORED) {
            compressed.get(result);
        } else {
            inflate(entry, compressed, result);
        }
        var crc = new CRC32();
        crc.update(result);
        if ((int) crc.getValue() != entry.crc32()) {
            throw bad(entry, String.format(Locale.ROOT, "has CRC-32 %08x, wanted %08x", crc.getValue(), entry.crc32()));
        }
        return result;
    }

    private ByteBuffer compressed(JarEntry entry) throws ZipException {
        var bytes = content.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        long header = entry.header();
        if (header + HEADER_BYTES > bytes.limit() || bytes.getInt((int) header) != HEADER_SIGNATURE) {
            throw bad(entry, "has no header at byte " + header + ", wanted one");
        }
        int at = (int) header;
        long begin = header
                + HEADER_BYTES
                + Short.toUnsignedInt(bytes.getShort(at + 26))
                + Short.toUnsignedInt(bytes.getShort(at + 28));
        long end = begin + entry.compressedBytes();
        if (end > bytes.limit()) {
            throw bad(entry, "ends at byte " + end + ", wanted at most " + bytes.limit());
        }
        return bytes.position((int) begin).limit((int) end);
    }

    private void inflate(JarEntry entry, ByteBuffer compressed, byte[] result) throws ZipException {
        try (var inflater = new Inflater(true)) {
            inflater.setInput(compressed);
            int size = 0;
            int more = 1;
            while (size < result.length && more > 0) {
                more = inflater.inflate(result, size, result.length - size);
                size += more;
            }
            // One byte more than stated proves a longer file; it also lets the inflater see the end.
            boolean longer = inflater.inflate(new byte[1]) > 0;
            if (longer || size < result.length || !inflater.finished()) {
                throw bad(
                        entry,
                        "inflates to " + (longer ? "more than " : "") + size + " bytes, wanted " + result.length);
            }
        } catch (DataFormatException e) {
            throw bad(entry, "does not inflate: " + e.getMessage());
        }
    }

    /** A file under {@code META-INF/versions/N} stands for the one without that prefix, the highest N that this JVM reaches first. */
    private void putNewestVersions(int feature) {
        var newest = new HashMap<String, JarEntry>();
        var versions = new HashMap<String, Integer>();
        for (var entry : files.values()) {
            int slash = entry.name().startsWith(VERSIONS) ? entry.name().indexOf('/', VERSIONS.length()) : -1;
            int version = slash < 0 ? 0 : number(entry.name(), VERSIONS.length(), slash);
            var base = entry.name().substring(slash + 1);
            if (version >= FIRST_VERSION
                    && version <= feature
                    && !base.startsWith(META_INF)
                    && version > versions.getOrDefault(base, 0)) {
                versions.put(base, version);
                newest.put(base, entry);
            }
        }
        files.putAll(newest);
    }

    /** The number written between two indices, 0 when it is none of at most four digits. */
    private static int number(String text, int from, int to) {
        int value = 0;
        for (int at = from; at < to; at++) {
            int digit = Character.digit(text.charAt(at), 10);
            if (digit < 0 || to - from > 4) {
                return 0;
            }
            value = 10 * value + digit;
        }
        return value;
    }

    private ZipException bad(JarEntry entry, String found) {
        return new ZipException(path + ": " + entry.name() + " " + found);
    }
}
