package dev.adyton.attestation.verify;

import java.util.ArrayList;
import java.util.List;

/** What an authentic quote of a TDX trust domain says. */
public record TdxClaims(TdReport report, IntelPlatform hardware, IntelTcb tcb) implements IntelClaims {
    /** {@code tdx}. */
    @Override
    public String platform() {
        return "tdx";
    }

    @Override
    public boolean debug() {
        return report.debug();
    }

    @Override
    public List<Field> fields() {
        var fields = new ArrayList<Field>();
        fields.add(new Field("MRTD", report.mrTd().hex()));
        for (int i = 0; i < report.rtmrs().size(); i++) {
            fields.add(new Field("RTMR" + i, report.rtmrs().get(i).hex()));
        }
        fields.add(new Field("debug", Boolean.toString(debug())));
        fields.add(new Field("TD ATTRIBUTES", report.tdAttributes().hex()));
        fields.add(new Field("XFAM", report.xfam().hex()));
        fields.add(new Field("MRCONFIGID", report.mrConfigId().hex()));
        fields.add(new Field("MROWNER", report.mrOwner().hex()));
        fields.add(new Field("MROWNERCONFIG", report.mrOwnerConfig().hex()));
        fields.add(new Field("MRSEAM", report.mrSeam().hex()));
        fields.add(new Field("MRSIGNERSEAM", report.mrSignerSeam().hex()));
        fields.add(new Field("SEAMATTRIBUTES", report.seamAttributes().hex()));
        fields.add(new Field("TEE_TCB_SVN", report.teeTcbSvn().hex()));
        report.later().ifPresent(later -> {
            fields.add(new Field("TEE_TCB_SVN_2", later.teeTcbSvn2().hex()));
            fields.add(new Field("MRSERVICETD", later.mrServiceTd().hex()));
        });
        fields.add(new Field("report data", report.reportData().hex()));
        fields.addAll(IntelFields.of(hardware, tcb));
        return List.copyOf(fields);
    }
}
