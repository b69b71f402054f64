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
        fields.addAll(hardware.fields());
        return List.copyOf(fields);
    }
}
