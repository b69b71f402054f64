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
        return Stream.concat(report.fields().stream(), IntelFields.of(hardware, tcb).stream())
                .toList();
    }
}
