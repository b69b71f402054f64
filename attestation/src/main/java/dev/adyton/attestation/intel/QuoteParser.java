package dev.adyton.attestation.intel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.IntelReport;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.attestation.verify.VerificationException;

/**
 * Takes quotes of version 3 (SGX), 4 and 5 (TDX) apart. Every length in a quote has to be exactly that of what it measures, and nothing may stand behind the
 * signature data: platforms that hand out fixed-size buffers have to be cut where the evidence is collected. Reserved bytes have to be zero.
 */
final class QuoteParser {
    /** Size of the header of every version. */
    static final int HEADER_BYTES = 48;

    /** Size of type and length before the body of version 5. */
    static final int BODY_HEADER_BYTES = 6;

    /** Attestation key type "ECDSA-256-with-P-256 curve". */
    private static final int ECDSA_P256 = 2;

    /** {@code INTEL_QE_VENDOR_ID}, 16 bytes. */
    private static final Bytes INTEL_QE = Bytes.hex("939a7233f79c4ca9940a0db3957f0607");

    private static final int USER_DATA_BYTES = 20;
    private static final int BODY_TD_10 = 2;
    private static final int BODY_TD_15 = 3;

    private static final int SIGNATURE_BYTES = 64;
    private static final int KEY_BYTES = 64;

    /** Certification data types of the quoting libraries' {@code sgx_ql_cert_key_type_t}. */
    private static final int PCK_CERTIFICATE_CHAIN = 5;

    private static final int QE_REPORT_CERTIFICATION = 6;

    private static final String QUOTE = "quote";

    private QuoteParser() {}

    /** Takes a quote apart that has its PCK certificate chain with it. */
    static Quote parse(Bytes quote) throws VerificationException {
        return parse(quote, false);
    }

    /** Takes a quote apart to show it, whatever certifies its quoting enclave. */
    static Quote parseToShow(Bytes quote) throws VerificationException {
        return parse(quote, true);
    }

    private static Quote parse(Bytes quote, boolean anyCertification) throws VerificationException {
        if (quote.size() > IntelVerifier.MAX_QUOTE_BYTES) {
            throw new VerificationException(
                    "quote size", quote.size() + " bytes", "at most " + IntelVerifier.MAX_QUOTE_BYTES);
        }
        var in = new Cursor(QUOTE, quote);
        var version = in.u16("version");
        if (version < 3 || version > 5) {
            throw in.problem("version", Integer.toString(version), "3, 4 or 5");
        }
        var tee = header(in, version);
        var report = body(in, version, tee);
        var signed = quote.slice(0, in.position());
        var signatureData = in.bytes("signature data", in.u32("length of signature data"));
        in.end();

        var data = new Cursor("quote signature data", signatureData);
        var signature = data.bytes("signature", SIGNATURE_BYTES);
        var key = data.bytes("attestation key", KEY_BYTES);
        var enclave = quotingEnclave(version == 3 ? data : nested(data), anyCertification);
        data.end();
        return new Quote(tee, report, signed, signature, key, enclave);
    }

    /** After the version. */
    private static Tee header(Cursor in, int version) throws VerificationException {
        var keyType = in.u16("attestation key type");
        if (keyType != ECDSA_P256) {
            throw in.problem("attestation key type", Integer.toString(keyType), ECDSA_P256 + " (ECDSA on P-256)");
        }
        var tee = version == 3 ? Tee.SGX : Tee.TDX;
        var teeType = in.u32("TEE type");
        if (teeType != tee.number()) {
            throw in.problem(
                    "TEE type of a quote of version " + version,
                    "0x%x".formatted(teeType),
                    "0x%x (%s)".formatted(tee.number(), tee));
        }
        if (version == 3) {
            // Security versions of QE and PCE. They are in the quoting enclave's report and the PCK certificate as
            // well, from where they are used.
            in.bytes("QESVN and PCESVN", 4);
        } else {
            in.reserved(4);
        }
        var vendor = in.bytes("QE vendor", INTEL_QE.size());
        if (!vendor.equals(INTEL_QE)) {
            throw in.problem("QE vendor", vendor.hex(), INTEL_QE.hex() + " (Intel)");
        }
        in.bytes("user data", USER_DATA_BYTES);
        return tee;
    }

    private static IntelReport body(Cursor in, int version, Tee tee) throws VerificationException {
        if (tee == Tee.SGX) {
            return ReportParser.sgx("enclave report", in.bytes("enclave report", ReportParser.SGX_BYTES));
        }
        var size = version == 4 ? ReportParser.TD_10_BYTES : laterBodySize(in);
        return ReportParser.td("TD report", in.bytes("TD report", size));
    }

    /** Type and length of a body of version 5. */
    private static int laterBodySize(Cursor in) throws VerificationException {
        var type = in.u16("body type");
        var size = switch (type) {
            case BODY_TD_10 -> ReportParser.TD_10_BYTES;
            case BODY_TD_15 -> ReportParser.TD_15_BYTES;
            default -> throw in.problem("body type", Integer.toString(type), "2 (TD report 1.0) or 3 (TD report 1.5)");
        };
        var found = in.u32("body size");
        if (found != size) {
            throw in.problem("size of body type " + type, found + " bytes", Integer.toString(size));
        }
        return size;
    }

    /** From version 4 on, what vouches for the key is itself certification data. */
    private static Cursor nested(Cursor data) throws VerificationException {
        var type = data.u16("certification data type");
        if (type != QE_REPORT_CERTIFICATION) {
            throw data.problem("certification data type", kind(type), kind(QE_REPORT_CERTIFICATION));
        }
        var size = data.u32("length of certification data");
        return new Cursor("QE report certification data", data.bytes("certification data", size));
    }

    private static QuotingEnclave quotingEnclave(Cursor data, boolean anyCertification) throws VerificationException {
        var signed = data.bytes("QE report", ReportParser.SGX_BYTES);
        var signature = data.bytes("QE report signature", SIGNATURE_BYTES);
        var authenticationData = data.bytes("QE authentication data", data.u16("length of QE authentication data"));
        var type = data.u16("certification data type");
        if (type != PCK_CERTIFICATE_CHAIN && !anyCertification) {
            throw data.problem("certification data type", kind(type), kind(PCK_CERTIFICATE_CHAIN));
        }
        var chain = data.bytes("PCK certificate chain", data.u32("length of PCK certificate chain"));
        data.end();
        return new QuotingEnclave(
                signed,
                ReportParser.sgx("QE report", signed),
                signature,
                authenticationData,
                kind(type),
                withoutNul(chain));
    }

    /** Intel's library ends the text as C does, some others do not. */
    private static Bytes withoutNul(Bytes text) {
        var size = text.size();
        return size > 0 && text.at(size - 1) == 0 ? text.slice(0, size - 1) : text;
    }

    private static String kind(int type) {
        var meaning = switch (type) {
            case 1 -> "PPID in plain text, without a certificate";
            case 2 -> "PPID encrypted by RSA-2048, without a certificate";
            case 3 -> "PPID encrypted by RSA-3072, without a certificate";
            case 4 -> "PCK certificate without its chain";
            case PCK_CERTIFICATE_CHAIN -> "PCK certificate chain";
            case QE_REPORT_CERTIFICATION -> "QE report and its certification";
            case 7 -> "platform manifest";
            default -> "unknown";
        };
        return type + " (" + meaning + ")";
    }
}
