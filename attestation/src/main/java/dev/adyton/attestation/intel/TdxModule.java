package dev.adyton.attestation.intel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonObject;
import dev.adyton.attestation.verify.TdReport;
import dev.adyton.attestation.verify.VerificationException;

/**
 * Whose module it has to be.
 *
 * @param mrSigner of the module's signer; 48 bytes
 * @param attributes of the module where the mask has ones; 8 bytes
 * @param mask 8 bytes
 */
record TdxModule(Bytes mrSigner, Bytes attributes, Bytes mask) {
    private static final int HASH_BYTES = 48;
    private static final int ATTRIBUTES_BYTES = 8;

    static TdxModule parse(JsonObject module) throws JsonException {
        return new TdxModule(
                Fields.hex(module, "mrsigner", HASH_BYTES),
                Fields.hex(module, "attributes", ATTRIBUTES_BYTES),
                Fields.hex(module, "attributesMask", ATTRIBUTES_BYTES));
    }

    /** No attribute is defined, so besides what Intel wants every bit has to be zero, as in Intel's own library. */
    void check(TdReport report) throws VerificationException {
        if (!report.mrSignerSeam().equals(mrSigner)) {
            throw new VerificationException(
                    "MRSIGNERSEAM", report.mrSignerSeam().hex(), mrSigner.hex());
        }
        var found = report.seamAttributes();
        if (!Masked.matches(found, mask, attributes) || !found.equals(Bytes.of(new byte[ATTRIBUTES_BYTES]))) {
            throw new VerificationException(
                    "SEAMATTRIBUTES", found.hex(), "zero, and " + attributes.hex() + " under mask " + mask.hex());
        }
    }
}
