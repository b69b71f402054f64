package dev.adyton.attestation.amd;

import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.EcdsaSignature;
import java.security.PublicKey;

/** The signature at the end of a report: ECDSA on P-384 with SHA-384 over all that comes before it. */
final class ReportSignature {
    /** Length of R and S in bytes; their fields are longer. */
    private static final int NUMBER_BYTES = 48;

    private ReportSignature() {}

    static void check(SnpReport report, PublicKey key) throws VerificationException {
        var signature = new byte[2 * NUMBER_BYTES];
        bigEndian(report, ReportField.SIGNATURE_R, signature, 0);
        bigEndian(report, ReportField.SIGNATURE_S, signature, NUMBER_BYTES);
        EcdsaSignature.checkP384(
                "the report",
                key,
                report.bytes().slice(0, ReportField.SIGNED_BYTES).toByteArray(),
                signature,
                "one by the " + report.signingKey());
    }

    private static void bigEndian(SnpReport report, ReportField field, byte[] target, int offset)
            throws VerificationException {
        var found = report.get(field);
        if (!SnpReport.isZero(found.slice(NUMBER_BYTES, field.size()))) {
            throw new VerificationException(
                    field + " of the report", found.shortHex() + "...", "a number of 48 bytes and zeros");
        }
        var number = found.toByteArray();
        for (var i = 0; i < NUMBER_BYTES; i++) {
            target[offset + i] = number[NUMBER_BYTES - 1 - i];
        }
    }
}
