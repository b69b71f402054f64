package dev.adyton.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SequencedMap;

/** Writes the one ZIP file that {@link ZipReader} takes for these entries: stored, without gaps, times, comments or extra fields. */
final class ZipWriter {
    private ZipWriter() {}

    /** The file with these contents by path, in the map's order; the buffers stay as they are. The caller has checked the limits. */
    static byte[] write(SequencedMap<String, ByteBuffer> contents) {
        long size = ZipLayout.END_BYTES;
        for (var entry : contents.entrySet()) {
            size += ZipLayout.entryBytes(entry.getKey(), entry.getValue().remaining());
        }
        var file = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
        contents.forEach((path, content) -> local(file, path, content));
        int directory = file.position();
        int offset = 0;
        for (var entry : contents.entrySet()) {
            var path = entry.getKey();
            var content = entry.getValue();
            central(file, path, content, offset);
            offset += ZipLayout.LOCAL_BYTES + path.length() + content.remaining();
        }
        end(file, contents.size(), directory);
        return file.array();
    }

    private static void local(ByteBuffer file, String path, ByteBuffer content) {
        file.putInt(ZipLayout.LOCAL_SIGNATURE);
        ZipHeader.of(path.length(), content).write(file);
        file.put(path.getBytes(US_ASCII)).put(content.duplicate());
    }

    private static void central(ByteBuffer file, String path, ByteBuffer content, int offset) {
        file.putInt(ZipLayout.CENTRAL_SIGNATURE).putShort((short) ZipHeader.VERSION);
        ZipHeader.of(path.length(), content).write(file);
        // Comment length, disk, internal and external attributes.
        file.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
        file.putInt(offset).put(path.getBytes(US_ASCII));
    }

    private static void end(ByteBuffer file, int entries, int directory) {
        int directoryBytes = file.position() - directory;
        file.putInt(ZipLayout.END_SIGNATURE).putShort((short) 0).putShort((short) 0);
        file.putShort((short) entries).putShort((short) entries);
        file.putInt(directoryBytes).putInt(directory).putShort((short) 0);
    }
}
