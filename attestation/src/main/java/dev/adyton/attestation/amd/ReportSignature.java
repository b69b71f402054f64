package dev.adyton.attestation.amd;

import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.Curves;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;

/** The signature at the end of a report: ECDSA on P-384 with SHA-384 over all that comes before it. */
final class ReportSignature {
    /** Length of R and S in bytes; their fields are longer. */
    private static final int NUMBER_BYTES = 48;

    private ReportSignature() {}

    static void check(SnpReport report, PublicKey key) throws VerificationException {
        if (!Curves.isP384(key)) {
            throw new VerificationException(
                    "key that signed the report", "another kind: " + key.getAlgorithm(), "one on P-384");
        }
        var signature = new byte[2 * NUMBER_BYTES];
        bigEndian(report, ReportField.SIGNATURE_R, signature, 0);
        bigEndian(report, ReportField.SIGNATURE_S, signature, NUMBER_BYTES);
        try {
            var verifier = Signature.getInstance("SHA384withECDSAinP1363Format");
            verifier.initVerify(key);
            verifier.update(report.bytes().slice(0, ReportField.SIGNED_BYTES).toByteArray());
            if (verifier.verify(signature)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            // Numbers out of range: as little a signature of this report as any other that does not verify.
        }
        throw new VerificationException(
                "signature of the report", "one that does not verify", "one by the " + report.signingKey());
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
