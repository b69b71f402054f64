package dev.adyton.attestation.amd;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.SnpClaims;
import dev.adyton.attestation.verify.SnpClaims.SigningKey;
import dev.adyton.attestation.verify.SnpClaims.Tcb;
import dev.adyton.attestation.verify.SnpGuestPolicy;
import dev.adyton.attestation.verify.SnpPlatformInfo;
import dev.adyton.attestation.verify.SnpProduct;
import dev.adyton.attestation.verify.VerificationException;
import java.util.Optional;
import java.util.OptionalLong;

/** What a report that is signed says, once it matches the certificate of the key that signed it. */
record ReportClaims(SnpReport report, SnpProduct product, boolean revocationChecked) {
    private static final int AUTHOR_KEY = 1;

    /** The last checks, then the claims. */
    SnpClaims match(SigningCertificate certificate) throws VerificationException {
        var chipId = report.get(ReportField.CHIP_ID);
        certificate.checkProduct(product);
        certificate.checkChip(chipId, product);
        certificate.checkTcb(tcb(ReportField.REPORTED_TCB), product);
        var provider =
                certificate.key() == SigningKey.VLEK ? Optional.of(certificate.provider()) : Optional.<String>empty();
        var signer = new SnpClaims.Signer(
                certificate.key(),
                Optional.of(chipId).filter(id -> !SnpReport.isZero(id)),
                provider,
                revocationChecked);
        return new SnpClaims(report.version(), product, signer, guest(), firmware());
    }

    private SnpClaims.Guest guest() {
        var authorKey = (report.number(ReportField.FLAGS) & AUTHOR_KEY) != 0;
        return new SnpClaims.Guest(
                report.number(ReportField.GUEST_SVN),
                new SnpGuestPolicy(report.number(ReportField.POLICY)),
                report.get(ReportField.FAMILY_ID),
                report.get(ReportField.IMAGE_ID),
                (int) report.number(ReportField.VMPL),
                report.get(ReportField.REPORT_DATA),
                report.get(ReportField.MEASUREMENT),
                report.get(ReportField.HOST_DATA),
                report.get(ReportField.ID_KEY_DIGEST),
                authorKey ? Optional.of(report.get(ReportField.AUTHOR_KEY_DIGEST)) : Optional.<Bytes>empty(),
                report.get(ReportField.REPORT_ID),
                report.get(ReportField.REPORT_ID_MA));
    }

    private SnpClaims.Firmware firmware() throws VerificationException {
        return new SnpClaims.Firmware(
                new SnpPlatformInfo(report.number(ReportField.PLATFORM_INFO)),
                report.hasCpuid() ? Optional.of(processor()) : Optional.empty(),
                tcb(ReportField.CURRENT_TCB),
                tcb(ReportField.REPORTED_TCB),
                tcb(ReportField.COMMITTED_TCB),
                tcb(ReportField.LAUNCH_TCB),
                version(ReportField.CURRENT_MAJOR, ReportField.CURRENT_MINOR, ReportField.CURRENT_BUILD),
                version(ReportField.COMMITTED_MAJOR, ReportField.COMMITTED_MINOR, ReportField.COMMITTED_BUILD),
                mitigations(ReportField.LAUNCH_MIT_VECTOR),
                mitigations(ReportField.CURRENT_MIT_VECTOR));
    }

    private SnpClaims.Processor processor() {
        return new SnpClaims.Processor(
                octet(ReportField.CPUID_FAM_ID), octet(ReportField.CPUID_MOD_ID), octet(ReportField.CPUID_STEP));
    }

    private Tcb tcb(ReportField field) throws VerificationException {
        return TcbVersion.parse(report, field, product);
    }

    private String version(ReportField major, ReportField minor, ReportField build) {
        return octet(major) + "." + octet(minor) + "." + octet(build);
    }

    private OptionalLong mitigations(ReportField field) {
        return report.hasMitigations() ? OptionalLong.of(report.number(field)) : OptionalLong.empty();
    }

    private int octet(ReportField field) {
        return field.octet(report.bytes());
    }
}
