package dev.adyton.attestation.hardware;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceUnavailableException;
import java.util.Arrays;

/** A report of SEV-SNP and the hypervisor's table of certificates, one after the other: what {@code SnpVerifier} takes. */
final class SnpEvidence {
    /** Size of a report, AMD 56860 table 23. */
    static final int REPORT_BYTES = 1184;

    private SnpEvidence() {}

    /** @param certificates zeros or nothing where the hypervisor has none */
    static Bytes of(Bytes report, byte[] certificates) throws EvidenceUnavailableException {
        if (report.size() != REPORT_BYTES) {
            throw new EvidenceUnavailableException(
                    "SEV-SNP report: found " + report.size() + " bytes, wanted " + REPORT_BYTES);
        }
        if (Arrays.equals(certificates, new byte[certificates.length])) {
            return report;
        }
        var all = Arrays.copyOf(report.toByteArray(), REPORT_BYTES + certificates.length);
        System.arraycopy(certificates, 0, all, REPORT_BYTES, certificates.length);
        return Bytes.of(all);
    }
}
