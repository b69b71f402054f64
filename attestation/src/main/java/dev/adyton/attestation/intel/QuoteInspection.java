package dev.adyton.attestation.intel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.EvidenceInspection.Part;
import dev.adyton.attestation.verify.PlatformClaims.Field;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.CertificateFields;
import dev.adyton.attestation.x509.Certificates;
import dev.adyton.attestation.x509.Pem;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Every field of a quote; nothing is verified. */
public final class QuoteInspection {
    private static final int MAX_CERTIFICATES = 8;

    private QuoteInspection() {}

    /** The parts of a quote, whose form has to be right. */
    public static List<Part> of(Bytes bytes) throws VerificationException {
        var quote = QuoteParser.parseToShow(bytes);
        var enclave = quote.quotingEnclave();
        var parts = new ArrayList<Part>();
        parts.add(new Part("header", header(new Cursor("quote", bytes))));
        parts.add(new Part(
                quote.tee() == Tee.SGX ? "enclave report" : "TD report",
                quote.report().fields()));
        parts.add(new Part(
                "signature",
                List.of(
                        new Field("signature", quote.signature().hex()),
                        new Field("attestation key", quote.attestationKey().hex()))));
        parts.add(new Part("quoting enclave report", enclave.report().fields()));
        parts.add(new Part(
                "quoting enclave",
                List.of(
                        new Field("report signature", enclave.signature().hex()),
                        new Field(
                                "authentication data",
                                enclave.authenticationData().hex()),
                        new Field("certification data type", enclave.certification()))));
        parts.addAll(certification(enclave.pckChain()));
        return parts;
    }

    private static List<Field> header(Cursor in) throws VerificationException {
        var version = in.u16("version");
        var fields = new ArrayList<Field>();
        fields.add(new Field("version", Integer.toString(version)));
        fields.add(new Field("attestation key type", Integer.toString(in.u16("attestation key type"))));
        fields.add(new Field("TEE type", "0x%x".formatted(in.u32("TEE type"))));
        if (version == 3) {
            fields.add(new Field("QE SVN", Integer.toString(in.u16("QE SVN"))));
            fields.add(new Field("PCE SVN", Integer.toString(in.u16("PCE SVN"))));
        } else {
            in.reserved(4);
        }
        fields.add(new Field("QE vendor id", in.bytes("QE vendor", 16).hex()));
        fields.add(new Field("user data", in.bytes("user data", 20).hex()));
        if (version == 5) {
            fields.add(new Field("body type", Integer.toString(in.u16("body type"))));
            fields.add(new Field("body size", Long.toString(in.u32("body size"))));
        }
        return fields;
    }

    /** A chain where there is one, otherwise the octets. */
    private static List<Part> certification(Bytes data) throws VerificationException {
        return data.size() > 0 && data.at(0) == '-'
                ? certificates(data)
                : List.of(new Part("certification data", List.of(new Field("octets", data.hex()))));
    }

    private static List<Part> certificates(Bytes pem) throws VerificationException {
        var chain = new ArrayList<X509Certificate>();
        for (var der : Pem.certificates("PCK certificate chain", pem, MAX_CERTIFICATES)) {
            chain.add(Certificates.der("PCK certificate chain", der));
        }
        var parts = new ArrayList<Part>();
        for (int i = 0; i < chain.size(); i++) {
            parts.add(new Part("certificate " + (i + 1), CertificateFields.of(chain.get(i))));
        }
        if (chain.size() > 1) {
            parts.add(new Part("platform", platform(chain.get(0), chain.get(1))));
        }
        return parts;
    }

    private static List<Field> platform(X509Certificate pck, X509Certificate authority) {
        try {
            return PckExtension.of(pck, IntelNames.authority(authority)).fields();
        } catch (VerificationException e) {
            return List.of(new Field("unreadable", String.valueOf(e.getMessage())));
        }
    }
}
