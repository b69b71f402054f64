package dev.adyton.attestation.hardware;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceUnavailableException;

/**
 * Where a quote of Intel's DCAP ends. Some platforms hand out a buffer of fixed size with zeros behind the quote, which verifiers refuse.
 */
final class Quotes {
    private static final int HEADER_BYTES = 48;
    private static final int SGX_BODY_BYTES = 384;
    private static final int TD_BODY_BYTES = 584;

    /** From version 5 on, type (2 bytes) and size (4 bytes) of the body are before it. */
    private static final int BODY_TYPE_BYTES = 2;

    private static final int LENGTH_BYTES = 4;

    private Quotes() {}

    /** The quote at the beginning, behind which there are only zeros. */
    static Bytes cut(Bytes buffer) throws EvidenceUnavailableException {
        var version = number(buffer, 0, 2);
        var body = switch ((int) version) {
            case 3 -> HEADER_BYTES + SGX_BODY_BYTES;
            case 4 -> HEADER_BYTES + TD_BODY_BYTES;
            case 5 ->
                HEADER_BYTES
                        + BODY_TYPE_BYTES
                        + LENGTH_BYTES
                        + number(buffer, HEADER_BYTES + BODY_TYPE_BYTES, LENGTH_BYTES);
            default ->
                throw new EvidenceUnavailableException("version of the quote: found " + version + ", wanted 3, 4 or 5");
        };
        var end = body + LENGTH_BYTES + number(buffer, body, LENGTH_BYTES);
        if (end > buffer.size()) {
            throw tooShort(buffer, end);
        }
        for (int i = (int) end; i < buffer.size(); i++) {
            if (buffer.at(i) != 0) {
                throw new EvidenceUnavailableException("byte " + i + ", behind the quote: found 0x"
                        + Integer.toHexString(buffer.at(i)) + ", wanted 0 up to the end");
            }
        }
        return buffer.slice(0, (int) end);
    }

    /** Little-endian. */
    private static long number(Bytes buffer, long from, int bytes) throws EvidenceUnavailableException {
        if (from + bytes > buffer.size()) {
            throw tooShort(buffer, from + bytes);
        }
        long number = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            number = number << Byte.SIZE | buffer.at((int) from + i);
        }
        return number;
    }

    private static EvidenceUnavailableException tooShort(Bytes buffer, long wanted) {
        return new EvidenceUnavailableException(
                "quote: found " + buffer.size() + " bytes, wanted " + wanted + ", as it says");
    }
}
