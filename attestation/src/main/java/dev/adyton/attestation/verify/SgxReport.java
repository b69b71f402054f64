package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.PlatformClaims.Field;
import java.util.List;

/**
 * An SGX enclave report (Intel SDM volume 3D, section "REPORT"). Numbers are unsigned.
 *
 * @param cpuSvn security version of the processor, in a form only Intel can read; 16 bytes
 * @param miscSelect which extra information is saved when the enclave is left; 4 bytes
 * @param cetAttributes control-flow enforcement; 1 byte
 * @param isvExtProdId extended product id; 16 bytes
 * @param attributes flags (8 bytes) and extended feature mask (8 bytes)
 * @param mrEnclave measurement of the enclave (SHA-256); 32 bytes
 * @param mrSigner of its signer's key (SHA-256); 32 bytes
 * @param configId chosen by who started it; 64 bytes
 * @param isvProdId the signer's number for the product
 * @param isvSvn the signer's security version
 * @param configSvn security version of the configuration
 * @param isvFamilyId product family; 16 bytes
 * @param reportData what the enclave had vouched for; 64 bytes
 */
public record SgxReport(
        Bytes cpuSvn,
        Bytes miscSelect,
        int cetAttributes,
        Bytes isvExtProdId,
        Bytes attributes,
        Bytes mrEnclave,
        Bytes mrSigner,
        Bytes configId,
        int isvProdId,
        int isvSvn,
        int configSvn,
        Bytes isvFamilyId,
        Bytes reportData)
        implements IntelReport {
    private static final int DEBUG = 0x02;

    /** Whether a debugger may read and write the enclave (ATTRIBUTES bit 1). */
    public boolean debug() {
        return (attributes.at(0) & DEBUG) != 0;
    }

    @Override
    public List<Field> fields() {
        return List.of(
                new Field("MRENCLAVE", mrEnclave.hex()),
                new Field("MRSIGNER", mrSigner.hex()),
                new Field("ISVPRODID", Integer.toString(isvProdId)),
                new Field("ISVSVN", Integer.toString(isvSvn)),
                new Field("debug", Boolean.toString(debug())),
                new Field("ATTRIBUTES", attributes.hex()),
                new Field("MISCSELECT", miscSelect.hex()),
                new Field("CET_ATTRIBUTES", Integer.toString(cetAttributes)),
                new Field("ISVEXTPRODID", isvExtProdId.hex()),
                new Field("ISVFAMILYID", isvFamilyId.hex()),
                new Field("CONFIGID", configId.hex()),
                new Field("CONFIGSVN", Integer.toString(configSvn)),
                new Field("CPUSVN", cpuSvn.hex()),
                new Field("report data", reportData.hex()));
    }
}
