package dev.adyton.attestation.intel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.VerificationException;

/** Reads fields of fixed sizes one after the other; numbers are little-endian. Not thread-safe. */
final class Cursor {
    private final String what;
    private final Bytes source;
    private int at;

    Cursor(String what, Bytes source) {
        this.what = what;
        this.source = source;
    }

    /** How many bytes have been read. */
    int position() {
        return at;
    }

    Bytes bytes(String field, long size) throws VerificationException {
        if (size > source.size() - at) {
            throw problem(field, (source.size() - at) + " bytes left", size + " bytes");
        }
        at += (int) size;
        return source.slice(at - (int) size, at);
    }

    int u8(String field) throws VerificationException {
        return bytes(field, 1).at(0);
    }

    int u16(String field) throws VerificationException {
        var octets = bytes(field, Short.BYTES);
        return octets.at(0) | octets.at(1) << Byte.SIZE;
    }

    long u32(String field) throws VerificationException {
        return u16(field) | (long) u16(field) << Short.SIZE;
    }

    /** Skips bytes that have to be zero, since nobody knows what they would mean otherwise. */
    void reserved(int size) throws VerificationException {
        var from = at;
        var octets = bytes("reserved bytes", size);
        for (int i = 0; i < size; i++) {
            if (octets.at(i) != 0) {
                throw problem("reserved byte " + (from + i), "0x%02x".formatted(octets.at(i)), "0");
            }
        }
    }

    void end() throws VerificationException {
        if (at < source.size()) {
            throw problem("end", (source.size() - at) + " bytes more", "none");
        }
    }

    VerificationException problem(String field, String found, String wanted) {
        return new VerificationException(what + ": " + field, found, wanted);
    }
}
