package dev.adyton.attestation.amd;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.EvidenceInspection.Part;
import dev.adyton.attestation.verify.PlatformClaims.Field;
import dev.adyton.attestation.verify.SnpGuestPolicy;
import dev.adyton.attestation.verify.SnpPlatformInfo;
import dev.adyton.attestation.verify.SnpProduct;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.CertificateFields;
import dev.adyton.attestation.x509.Certificates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every field of a report and of the certificate table behind it; nothing is verified. */
public final class ReportInspection {
    private static final int NUMBER_BYTES = 4;

    private ReportInspection() {}

    /** The parts of evidence, whose form has to be right. */
    public static List<Part> of(Bytes evidence) throws VerificationException {
        var report = SnpReport.parse(SnpVerification.report(evidence));
        var fields = new ArrayList<Field>();
        fields.add(new Field("product", report.product().map(SnpProduct::label).orElse("not told by version 2")));
        fields.add(new Field("signing key", report.signingKey().name()));
        for (var field : ReportField.values()) {
            if (!field.name().contains("RESERVED")) {
                fields.add(new Field(field.name(), value(report, field)));
            }
        }
        var parts = new ArrayList<Part>();
        parts.add(new Part("report", fields));
        var table = CertificateTable.parse(evidence.slice(ReportField.REPORT_BYTES, evidence.size()));
        for (var kind : CertificateTable.Kind.values()) {
            var object = table.get(kind);
            if (object.isPresent()) {
                parts.add(new Part("certificate table, " + kind, object(kind, object.get())));
            }
        }
        return parts;
    }

    private static String value(SnpReport report, ReportField field) {
        return switch (field) {
            case POLICY -> new SnpGuestPolicy(report.number(field)).toString();
            case PLATFORM_INFO -> new SnpPlatformInfo(report.number(field)).toString();
            case CURRENT_TCB, REPORTED_TCB, COMMITTED_TCB, LAUNCH_TCB -> tcb(report, field, report.product());
            default ->
                field.size() <= NUMBER_BYTES
                        ? Long.toString(report.number(field))
                        : report.get(field).hex();
        };
    }

    /** Where the product is not told, its layout is not either. */
    private static String tcb(SnpReport report, ReportField field, Optional<SnpProduct> product) {
        var hex = report.get(field).hex();
        if (product.isEmpty()) {
            return hex;
        }
        try {
            return hex + " (" + TcbVersion.parse(report, field, product.get()) + ")";
        } catch (VerificationException e) {
            return hex + " (not of " + product.get() + ")";
        }
    }

    private static List<Field> object(CertificateTable.Kind kind, Bytes object) {
        if (kind == CertificateTable.Kind.CRL) {
            return List.of(new Field("revocation list", object.size() + " bytes"));
        }
        try {
            return CertificateFields.of(Certificates.derOrPem("certificate of the table", object));
        } catch (VerificationException e) {
            return List.of(new Field("unreadable", String.valueOf(e.getMessage())));
        }
    }
}
