package dev.adyton.attestation.intel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.SgxReport;
import dev.adyton.attestation.verify.TdReport;
import dev.adyton.attestation.verify.VerificationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what the processor signed about an enclave or a trust domain. */
final class ReportParser {
    /** Size of an SGX report body, {@code sgx_report_body_t}. */
    static final int SGX_BYTES = 384;

    /** Size of a TD report body of TDX 1.0, {@code sgx_report2_body_t}. */
    static final int TD_10_BYTES = 584;

    /** Size of a TD report body of TDX 1.5, {@code sgx_report2_body_v1_5_t}. */
    static final int TD_15_BYTES = 648;

    /** Length of a measurement, SHA-384, of everything around a trust domain. */
    private static final int TD_HASH_BYTES = 48;

    /** Length of a measurement of an SGX enclave, SHA-256. */
    private static final int SGX_HASH_BYTES = 32;

    private static final int REPORT_DATA_BYTES = 64;
    private static final int SVN_BYTES = 16;
    private static final int ATTRIBUTES_BYTES = 16;
    private static final int CONFIG_ID_BYTES = 64;
    private static final int FAMILY_BYTES = 16;
    private static final int TD_FLAGS_BYTES = 8;
    private static final int RTMRS = 4;

    private ReportParser() {}

    static SgxReport sgx(String what, Bytes body) throws VerificationException {
        var in = new Cursor(what, body);
        var cpuSvn = in.bytes("CPUSVN", SVN_BYTES);
        var miscSelect = in.bytes("MISCSELECT", Integer.BYTES);
        var cetAttributes = in.u8("CET_ATTRIBUTES");
        in.reserved(11);
        var isvExtProdId = in.bytes("ISVEXTPRODID", FAMILY_BYTES);
        var attributes = in.bytes("ATTRIBUTES", ATTRIBUTES_BYTES);
        var mrEnclave = in.bytes("MRENCLAVE", SGX_HASH_BYTES);
        in.reserved(32);
        var mrSigner = in.bytes("MRSIGNER", SGX_HASH_BYTES);
        in.reserved(32);
        var configId = in.bytes("CONFIGID", CONFIG_ID_BYTES);
        var isvProdId = in.u16("ISVPRODID");
        var isvSvn = in.u16("ISVSVN");
        var configSvn = in.u16("CONFIGSVN");
        in.reserved(42);
        var isvFamilyId = in.bytes("ISVFAMILYID", FAMILY_BYTES);
        var reportData = in.bytes("report data", REPORT_DATA_BYTES);
        in.end();
        return new SgxReport(
                cpuSvn,
                miscSelect,
                cetAttributes,
                isvExtProdId,
                attributes,
                mrEnclave,
                mrSigner,
                configId,
                isvProdId,
                isvSvn,
                configSvn,
                isvFamilyId,
                reportData);
    }

    /** Of either size. */
    static TdReport td(String what, Bytes body) throws VerificationException {
        var in = new Cursor(what, body);
        var teeTcbSvn = in.bytes("TEE_TCB_SVN", SVN_BYTES);
        var mrSeam = in.bytes("MRSEAM", TD_HASH_BYTES);
        var mrSignerSeam = in.bytes("MRSIGNERSEAM", TD_HASH_BYTES);
        var seamAttributes = in.bytes("SEAMATTRIBUTES", TD_FLAGS_BYTES);
        var tdAttributes = in.bytes("TDATTRIBUTES", TD_FLAGS_BYTES);
        var xfam = in.bytes("XFAM", TD_FLAGS_BYTES);
        var mrTd = in.bytes("MRTD", TD_HASH_BYTES);
        var mrConfigId = in.bytes("MRCONFIGID", TD_HASH_BYTES);
        var mrOwner = in.bytes("MROWNER", TD_HASH_BYTES);
        var mrOwnerConfig = in.bytes("MROWNERCONFIG", TD_HASH_BYTES);
        var rtmrs = rtmrs(in);
        var reportData = in.bytes("report data", REPORT_DATA_BYTES);
        var later = body.size() == TD_10_BYTES ? Optional.<TdReport.Tdx15>empty() : Optional.of(later(in));
        in.end();
        return new TdReport(
                teeTcbSvn,
                mrSeam,
                mrSignerSeam,
                seamAttributes,
                tdAttributes,
                xfam,
                mrTd,
                mrConfigId,
                mrOwner,
                mrOwnerConfig,
                rtmrs,
                reportData,
                later);
    }

    private static List<Bytes> rtmrs(Cursor in) throws VerificationException {
        var rtmrs = new ArrayList<Bytes>();
        for (int i = 0; i < RTMRS; i++) {
            rtmrs.add(in.bytes("RTMR" + i, TD_HASH_BYTES));
        }
        return rtmrs;
    }

    private static TdReport.Tdx15 later(Cursor in) throws VerificationException {
        return new TdReport.Tdx15(in.bytes("TEE_TCB_SVN_2", SVN_BYTES), in.bytes("MRSERVICETD", TD_HASH_BYTES));
    }
}
