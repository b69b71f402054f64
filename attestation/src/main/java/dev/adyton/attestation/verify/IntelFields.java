package dev.adyton.attestation.verify;

import dev.adyton.attestation.verify.PlatformClaims.Field;
import java.util.ArrayList;
import java.util.List;

/** The fields of processor and TCB, for people, which SGX and TDX have in common. */
final class IntelFields {
    private IntelFields() {}

    static List<Field> of(IntelPlatform hardware, IntelTcb tcb) {
        var fields = new ArrayList<Field>();
        fields.add(new Field("TCB status", tcb.status().label()));
        fields.add(new Field("TCB level", tcb.level().label() + " of " + tcb.levelDate()));
        fields.add(new Field("SGX TCB level", tcb.sgxLevel().label()));
        tcb.tdxModule().ifPresent(status -> fields.add(new Field("TDX module", status.label())));
        fields.add(new Field("quoting enclave", tcb.quotingEnclave().label()));
        fields.add(new Field("advisories", tcb.advisories().isEmpty() ? "none" : String.join(", ", tcb.advisories())));
        fields.add(new Field("TCB evaluation data number", Long.toString(tcb.evaluationDataNumber())));
        fields.add(new Field("endorsements issued", tcb.issuedAt().toString()));
        fields.add(new Field("endorsements valid until", tcb.validUntil().toString()));
        fields.add(new Field("FMSPC", hardware.fmspc().hex()));
        fields.add(new Field("PCE id", hardware.pceId().hex()));
        fields.add(new Field("PPID", hardware.ppid().hex()));
        hardware.instanceId().ifPresent(id -> fields.add(new Field("platform instance id", id.hex())));
        fields.add(new Field("SGX TCB components", hardware.tcbComponents().hex()));
        fields.add(new Field("PCE SVN", Integer.toString(hardware.pceSvn())));
        fields.add(new Field("memory protection", hardware.type().name()));
        fields.add(new Field("PCK authority", hardware.pckAuthority().name()));
        hardware.dynamicPlatform().ifPresent(is -> fields.add(new Field("dynamic platform", is.toString())));
        hardware.cachedKeys().ifPresent(is -> fields.add(new Field("cached keys", is.toString())));
        hardware.smtEnabled().ifPresent(is -> fields.add(new Field("SMT enabled", is.toString())));
        return List.copyOf(fields);
    }
}
