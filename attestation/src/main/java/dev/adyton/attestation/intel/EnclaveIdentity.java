package dev.adyton.attestation.intel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.json.Json;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.verify.SgxReport;
import dev.adyton.attestation.verify.VerificationException;
import java.util.List;

/**
 * What a quoting enclave has to be, version 2 (Intel PCS API v4, "Enclave identity").
 *
 * @param id {@code QE}, {@code TD_QE} or that of another enclave
 * @param validity from issue date to next update
 * @param evaluationDataNumber rises with each event that Intel takes into account
 * @param miscSelect where the mask has ones; 4 bytes
 * @param miscSelectMask 4 bytes
 * @param attributes where the mask has ones; 16 bytes
 * @param attributesMask 16 bytes
 * @param mrSigner 32 bytes
 * @param isvProdId of Intel's
 * @param levels highest first
 */
record EnclaveIdentity(
        String id,
        Validity validity,
        long evaluationDataNumber,
        Bytes miscSelect,
        Bytes miscSelectMask,
        Bytes attributes,
        Bytes attributesMask,
        Bytes mrSigner,
        int isvProdId,
        List<IsvLevel> levels) {
    private static final int MISC_SELECT_BYTES = 4;
    private static final int ATTRIBUTES_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int MAX_NUMBER = Integer.MAX_VALUE;
    private static final int MAX_PROD_ID = 0xffff;

    static EnclaveIdentity parse(Json document) throws JsonException {
        var identity = document.asObject();
        identity.required("version").asInteger(2, 2);
        return new EnclaveIdentity(
                identity.required("id").asText(),
                Validity.of(identity),
                identity.required("tcbEvaluationDataNumber").asInteger(0, MAX_NUMBER),
                Fields.hex(identity, "miscselect", MISC_SELECT_BYTES),
                Fields.hex(identity, "miscselectMask", MISC_SELECT_BYTES),
                Fields.hex(identity, "attributes", ATTRIBUTES_BYTES),
                Fields.hex(identity, "attributesMask", ATTRIBUTES_BYTES),
                Fields.hex(identity, "mrsigner", HASH_BYTES),
                (int) identity.required("isvprodid").asInteger(0, MAX_PROD_ID),
                IsvLevel.parseAll(identity));
    }

    /** Makes sure that a report is one of the enclave that this is about, of whatever version. */
    void check(SgxReport report) throws VerificationException {
        if (!Masked.matches(report.miscSelect(), miscSelectMask, miscSelect)) {
            throw new VerificationException(
                    "MISCSELECT of the quoting enclave",
                    report.miscSelect().hex(),
                    miscSelect.hex() + " under mask " + miscSelectMask.hex());
        }
        if (!Masked.matches(report.attributes(), attributesMask, attributes)) {
            throw new VerificationException(
                    "ATTRIBUTES of the quoting enclave",
                    report.attributes().hex(),
                    attributes.hex() + " under mask " + attributesMask.hex());
        }
        if (!report.mrSigner().equals(mrSigner)) {
            throw new VerificationException(
                    "MRSIGNER of the quoting enclave", report.mrSigner().hex(), mrSigner.hex());
        }
        if (report.isvProdId() != isvProdId) {
            throw new VerificationException(
                    "ISVPRODID of the quoting enclave",
                    Integer.toString(report.isvProdId()),
                    Integer.toString(isvProdId));
        }
    }
}
