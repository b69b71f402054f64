package dev.adyton.attestation.nitro;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.EvidenceInspection.Part;
import dev.adyton.attestation.verify.PlatformClaims.Field;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.CertificateFields;
import dev.adyton.attestation.x509.Certificates;
import java.util.ArrayList;
import java.util.List;

/** Every field of an attestation document; nothing is verified. */
public final class DocumentInspection {
    private DocumentInspection() {}

    /** The parts of a document, whose form has to be right. */
    public static List<Part> of(Bytes document) throws VerificationException {
        NitroVerification.checkSize(document);
        var message = CoseSign1.parse(document);
        var payload = AttestationDocument.parse(message.payload());
        var parts = new ArrayList<Part>();
        parts.add(new Part("document", payload.claims().fields()));
        parts.add(new Part(
                "COSE_Sign1",
                List.of(
                        new Field("protected header", message.protectedHeader().hex() + " (ES384)"),
                        new Field("signature", message.signature().hex()))));
        parts.add(new Part("certificate", certificate(payload.certificate())));
        for (int i = 0; i < payload.bundle().size(); i++) {
            parts.add(
                    new Part("cabundle " + (i + 1), certificate(payload.bundle().get(i))));
        }
        return parts;
    }

    private static List<Field> certificate(Bytes der) {
        try {
            return CertificateFields.of(Certificates.der("certificate", der));
        } catch (VerificationException e) {
            return List.of(new Field("unreadable", String.valueOf(e.getMessage())));
        }
    }
}
