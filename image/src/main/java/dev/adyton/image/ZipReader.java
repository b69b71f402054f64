package dev.adyton.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the narrow kind of ZIP file that {@link ZipWriter} writes and refuses all else, so that every ZIP tool sees the same entries
 * in a file that this reader takes. Allocates in proportion to the number of entries only, never by a size that the file states.
 */
final class ZipReader {
    /** An entry's path and where its content lies in the file. */
    record Located(String path, int offset, int sizeBytes) {}

    private static final int FLAG_ENCRYPTED = 1;
    private static final int FLAG_DESCRIPTOR = 1 << 3;

    private final ByteBuffer file;
    private final Map<String, String> pathsByFold = new HashMap<>();

    private ZipReader(byte[] file) {
        this.file = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).asReadOnlyBuffer();
        this.file.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The entries in the order of the file; at least one. */
    static List<Located> read(byte[] file) throws ImageFormatException {
        return new ZipReader(file).entries();
    }

    private List<Located> entries() throws ImageFormatException {
        if (file.limit() < ZipLayout.END_BYTES || file.getInt(0) != ZipLayout.LOCAL_SIGNATURE) {
            throw new ImageFormatException(
                    "Not an enclave image: %d bytes that do not start as a ZIP file with an entry"
                            .formatted(file.limit()));
        }
        var directory = ZipDirectory.locate(file);
        var entries = new ArrayList<Located>(directory.entries());
        int header = directory.offset();
        int next = 0;
        for (int i = 0; i < directory.entries(); i++) {
            var where = "Entry " + (i + 1) + " of " + directory.entries();
            if (directory.end() - header < ZipLayout.CENTRAL_BYTES
                    || file.getInt(header) != ZipLayout.CENTRAL_SIGNATURE) {
                throw new ImageFormatException(where + ": no directory header at byte " + header);
            }
            var central = ZipHeader.read(file, header + 6);
            var path = path(where, header + ZipLayout.CENTRAL_BYTES, central.pathBytes(), directory.end());
            where = "Entry '" + path + "'";
            checkCommon(where, central);
            checkCentral(where, header);
            var located = locate(where, path, central, next, header, directory.offset());
            entries.add(located);
            next = located.offset() + located.sizeBytes();
            header += ZipLayout.CENTRAL_BYTES + central.pathBytes();
        }
        if (header != directory.end()) {
            throw new ImageFormatException("%d bytes between the last directory header and the end record"
                    .formatted(directory.end() - header));
        }
        if (next != directory.offset()) {
            throw new ImageFormatException(
                    "%d bytes between the last entry and the directory".formatted(directory.offset() - next));
        }
        return entries;
    }

    private String path(String where, int at, int bytes, int end) throws ImageFormatException {
        if (bytes > end - at) {
            throw new ImageFormatException(where + ": path of " + bytes + " bytes reaches beyond the directory");
        }
        if (bytes > EnclaveImage.MAX_PATH_BYTES) {
            throw new ImageFormatException(
                    where + ": path has " + bytes + " bytes, allowed are " + EnclaveImage.MAX_PATH_BYTES);
        }
        var raw = new byte[bytes];
        file.get(at, raw);
        // One character for each byte, so a message can show what is not ASCII.
        var path = new String(raw, ISO_8859_1);
        var problem = EntryPath.problem(path);
        if (problem.isPresent()) {
            throw new ImageFormatException(where + " '" + printable(path) + "': " + problem.get());
        }
        var same = pathsByFold.putIfAbsent(path.toLowerCase(Locale.ROOT), path);
        if (same != null) {
            throw new ImageFormatException(
                    same.equals(path)
                            ? "Entry '" + path + "' appears twice"
                            : "Entries '" + same + "' and '" + path + "' differ only in case");
        }
        return path;
    }

    private static void checkCommon(String where, ZipHeader header) throws ImageFormatException {
        if ((header.flags() & FLAG_ENCRYPTED) != 0) {
            throw new ImageFormatException(where + ": is encrypted, which is not allowed");
        }
        if ((header.flags() & FLAG_DESCRIPTOR) != 0) {
            throw new ImageFormatException(where + ": has a data descriptor, its sizes must be in its header");
        }
        expect(where, "flags", header.flags(), 0);
        if (header.method() != ZipHeader.STORED) {
            throw new ImageFormatException(where + ": is compressed (method " + header.method()
                    + "), only stored is allowed: a compressed entry can unpack to any size");
        }
        if (header.storedBytes() == ZipLayout.ZIP64_INT || header.sizeBytes() == ZipLayout.ZIP64_INT) {
            throw new ImageFormatException(where + ": is a ZIP64 entry, which is not allowed");
        }
        if (header.storedBytes() != header.sizeBytes()) {
            throw new ImageFormatException(
                    where + ": is stored in " + header.storedBytes() + " bytes but says it has " + header.sizeBytes());
        }
        expect(where, "extra field bytes", header.extraBytes(), 0);
        expect(where, "version needed to extract", header.version(), ZipHeader.VERSION);
        expect(where, "time", header.time(), 0);
        expect(where, "date", header.date(), ZipHeader.DATE);
    }

    private void checkCentral(String where, int header) throws ImageFormatException {
        int rest = header + 6 + ZipHeader.BYTES;
        expect(where, "version made by", ZipHeader.unsignedShort(file, header + 4), ZipHeader.VERSION);
        expect(where, "comment bytes", ZipHeader.unsignedShort(file, rest), 0);
        expect(where, "disk number", ZipHeader.unsignedShort(file, rest + 2), 0);
        expect(where, "internal attributes", ZipHeader.unsignedShort(file, rest + 4), 0);
        expect(where, "external attributes", ZipHeader.unsignedInt(file, rest + 6), 0);
    }

    private Located locate(String where, String path, ZipHeader central, int next, int header, int end)
            throws ImageFormatException {
        long at = ZipHeader.unsignedInt(file, header + 6 + ZipHeader.BYTES + 10);
        if (at < next) {
            throw new ImageFormatException(
                    where + ": starts at byte " + at + " and overlaps what ends at byte " + next);
        }
        if (at > next) {
            throw new ImageFormatException(where + ": starts at byte " + at + ", a gap after byte " + next);
        }
        if (central.sizeBytes() > (long) end - next - ZipLayout.LOCAL_BYTES - central.pathBytes()) {
            throw new ImageFormatException(
                    where + ": " + central.sizeBytes() + " bytes reach beyond the directory at byte " + end);
        }
        int offset = next + ZipLayout.LOCAL_BYTES + central.pathBytes();
        if (file.getInt(next) != ZipLayout.LOCAL_SIGNATURE) {
            throw new ImageFormatException(where + ": no entry header at byte " + next);
        }
        var local = ZipHeader.read(file, next + 4);
        if (!local.equals(central) || !samePath(next, header, central.pathBytes())) {
            throw new ImageFormatException(
                    where + ": the header before the content differs from the one in the directory: " + local + ", "
                            + central);
        }
        int sizeBytes = (int) central.sizeBytes();
        int crc = ZipHeader.crc(file.slice(offset, sizeBytes));
        if (crc != central.crc()) {
            throw new ImageFormatException(
                    where + ": content has CRC-32 %08x, its header says %08x".formatted(crc, central.crc()));
        }
        return new Located(path, offset, sizeBytes);
    }

    private boolean samePath(int local, int central, int bytes) {
        return file.slice(local + ZipLayout.LOCAL_BYTES, bytes)
                .equals(file.slice(central + ZipLayout.CENTRAL_BYTES, bytes));
    }

    private static void expect(String where, String field, long found, long wanted) throws ImageFormatException {
        if (found != wanted) {
            throw new ImageFormatException(where + ": " + field + " is " + found + ", wanted " + wanted);
        }
    }

    private static String printable(String path) {
        return path.replaceAll("[^ -~]", "?");
    }
}
