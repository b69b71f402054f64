package dev.adyton.communicator;

import io.grpc.InternalMetadata;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.ByteBuffer;

/** A block of metadata: u16 count, then for each entry u16 length and name, u32 length and value. Values are raw bytes. */
final class MetadataCodec {
    private static final int ENTRY_OVERHEAD_BYTES = Short.BYTES + Integer.BYTES;

    private MetadataCodec() {}

    /**
     * The block for this metadata.
     *
     * @throws io.grpc.StatusRuntimeException RESOURCE_EXHAUSTED when it is beyond a limit
     */
    static byte[] encode(Metadata metadata) {
        var parts = InternalMetadata.serialize(metadata);
        limit("metadata of", parts.length / 2, "entries", Wire.MAX_METADATA_ENTRIES);
        var size = (long) Short.BYTES;
        for (var i = 0; i < parts.length; i += 2) {
            limit("a metadata name of", parts[i].length, "bytes", Wire.MAX_METADATA_NAME_BYTES);
            size += ENTRY_OVERHEAD_BYTES + parts[i].length + parts[i + 1].length;
        }
        limit("metadata of", size, "bytes", Wire.MAX_METADATA_BYTES);
        var out = ByteBuffer.allocate((int) size).putShort((short) (parts.length / 2));
        for (var i = 0; i < parts.length; i += 2) {
            out.putShort((short) parts[i].length).put(parts[i]);
            out.putInt(parts[i + 1].length).put(parts[i + 1]);
        }
        return out.array();
    }

    static Metadata decode(ByteBuffer in) throws ProtocolException {
        if (in.remaining() > Wire.MAX_METADATA_BYTES) {
            throw new ProtocolException(
                    "found metadata of " + in.remaining() + " bytes, wanted at most " + Wire.MAX_METADATA_BYTES);
        }
        need(in, Short.BYTES);
        var count = Short.toUnsignedInt(in.getShort());
        if (count == 0) return new Metadata();
        if (count > Wire.MAX_METADATA_ENTRIES) {
            throw new ProtocolException(
                    "found " + count + " metadata entries, wanted at most " + Wire.MAX_METADATA_ENTRIES);
        }
        var parts = new byte[2 * count][];
        for (var i = 0; i < parts.length; i += 2) {
            parts[i] = name(in);
            need(in, Integer.BYTES);
            parts[i + 1] = bytes(in, in.getInt());
        }
        return InternalMetadata.newMetadata(parts);
    }

    private static byte[] name(ByteBuffer in) throws ProtocolException {
        need(in, Short.BYTES);
        var length = Short.toUnsignedInt(in.getShort());
        if (length < 1 || length > Wire.MAX_METADATA_NAME_BYTES) {
            throw new ProtocolException(
                    "found a metadata name of " + length + " bytes, wanted 1 to " + Wire.MAX_METADATA_NAME_BYTES);
        }
        var name = bytes(in, length);
        for (var b : name) {
            var valid = (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '-' || b == '_' || b == '.';
            if (!valid)
                throw new ProtocolException(
                        "found byte " + b + " in a metadata name, wanted 0-9, a-z, '-', '_' or '.'");
        }
        return name;
    }

    static byte[] bytes(ByteBuffer in, int length) throws ProtocolException {
        need(in, length);
        var result = new byte[length];
        in.get(result);
        return result;
    }

    static void need(ByteBuffer in, int bytes) throws ProtocolException {
        if (bytes < 0 || in.remaining() < bytes) {
            throw new ProtocolException("found " + in.remaining() + " bytes at the end of a frame, wanted "
                    + Integer.toUnsignedString(bytes) + " more");
        }
    }

    private static void limit(String what, long found, String unit, int wanted) {
        if (found > wanted) {
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription(what + " " + found + " " + unit + ", at most " + wanted + " can be sent")
                    .asRuntimeException();
        }
    }
}
