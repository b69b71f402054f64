package dev.adyton.attestation.verify;

import java.util.List;
import java.util.stream.Stream;

/** What an authentic quote of an SGX enclave says. */
public record SgxClaims(SgxReport report, IntelPlatform hardware, IntelTcb tcb) implements IntelClaims {
    /** {@code sgx}. */
    @Override
    public String platform() {
        return "sgx";
    }

    @Override
    public boolean debug() {
        return report.debug();
    }

    @Override
    public List<Field> fields() {
        var enclave = Stream.of(
                new Field("MRENCLAVE", report.mrEnclave().hex()),
                new Field("MRSIGNER", report.mrSigner().hex()),
                new Field("ISVPRODID", Integer.toString(report.isvProdId())),
                new Field("ISVSVN", Integer.toString(report.isvSvn())),
                new Field("debug", Boolean.toString(debug())),
                new Field("ATTRIBUTES", report.attributes().hex()),
                new Field("MISCSELECT", report.miscSelect().hex()),
                new Field("CET_ATTRIBUTES", Integer.toString(report.cetAttributes())),
                new Field("ISVEXTPRODID", report.isvExtProdId().hex()),
                new Field("ISVFAMILYID", report.isvFamilyId().hex()),
                new Field("CONFIGID", report.configId().hex()),
                new Field("CONFIGSVN", Integer.toString(report.configSvn())),
                new Field("CPUSVN", report.cpuSvn().hex()),
                new Field("report data", report.reportData().hex()));
        return Stream.concat(enclave, IntelFields.of(hardware, tcb).stream()).toList();
    }
}
