package dev.adyton.attestation.simulated;

import dev.adyton.attestation.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The layout of simulated evidence; {@value #BYTES} bytes, integers big-endian:
 *
 * <table>
 * <caption>Fields in order</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>8</td><td>magic, {@code ADYTSIM1} in ASCII; its last digit is the version</td></tr>
 * <tr><td>8</td><td>8</td><td>when it was issued, in milliseconds since 1970-01-01T00:00:00Z</td></tr>
 * <tr><td>16</td><td>64</td><td>report data</td></tr>
 * <tr><td>80</td><td>44</td><td>the root's public key as SubjectPublicKeyInfo (RFC 8410)</td></tr>
 * <tr><td>124</td><td>64</td><td>Ed25519 signature (RFC 8032) over {@code adyton-simulated-v1} in ASCII and bytes 0 to 123</td></tr>
 * </table>
 *
 * @param issuedAt with milliseconds; what is smaller is not kept
 * @param reportData 64 bytes
 * @param rootKey SubjectPublicKeyInfo; 44 bytes
 * @param signature 64 bytes
 */
record SimulatedEvidence(Instant issuedAt, Bytes reportData, Bytes rootKey, Bytes signature) {
    static final int BYTES = 188;
    static final int REPORT_DATA_BYTES = 64;
    static final int ROOT_KEY_BYTES = 44;
    static final int SIGNATURE_BYTES = 64;
    static final byte[] MAGIC = "ADYTSIM1".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] DOMAIN = "adyton-simulated-v1".getBytes(StandardCharsets.US_ASCII);
    private static final int SIGNATURE_OFFSET = BYTES - SIGNATURE_BYTES;

    /** What the root signs of evidence with these fields. */
    static byte[] toBeSigned(Instant issuedAt, Bytes reportData, Bytes rootKey) {
        return ByteBuffer.allocate(DOMAIN.length + SIGNATURE_OFFSET)
                .put(DOMAIN)
                .put(MAGIC)
                .putLong(issuedAt.toEpochMilli())
                .put(reportData.toByteArray())
                .put(rootKey.toByteArray())
                .array();
    }

    byte[] toBeSigned() {
        return toBeSigned(issuedAt, reportData, rootKey);
    }

    Bytes encode() {
        var signed = toBeSigned();
        return Bytes.of(ByteBuffer.allocate(BYTES)
                .put(signed, DOMAIN.length, SIGNATURE_OFFSET)
                .put(signature.toByteArray())
                .array());
    }

    /** Takes the fields of {@value #BYTES} bytes apart, whatever they hold; the magic is the caller's to look at. */
    static SimulatedEvidence decode(Bytes encoded) {
        long issuedAt = ByteBuffer.wrap(encoded.toByteArray()).getLong(MAGIC.length);
        int reportData = MAGIC.length + Long.BYTES;
        int rootKey = reportData + REPORT_DATA_BYTES;
        return new SimulatedEvidence(
                Instant.ofEpochMilli(issuedAt),
                encoded.slice(reportData, rootKey),
                encoded.slice(rootKey, SIGNATURE_OFFSET),
                encoded.slice(SIGNATURE_OFFSET, BYTES));
    }
}
