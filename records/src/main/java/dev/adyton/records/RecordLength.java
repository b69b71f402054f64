package dev.adyton.records;

import io.grpc.Status;

/** Says what is wrong with the length of a record. */
final class RecordLength {
    private RecordLength() {}

    static boolean valid(int bytes) {
        return bytes >= 1 && bytes <= Records.MAX_RECORD_BYTES;
    }

    static Status fault(int bytes) {
        return Status.INTERNAL.withDescription(
                "record of " + Integer.toUnsignedString(bytes) + " bytes, wanted 1 to " + Records.MAX_RECORD_BYTES);
    }
}
