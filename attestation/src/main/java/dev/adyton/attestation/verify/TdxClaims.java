package dev.adyton.attestation.verify;

import java.util.List;
import java.util.stream.Stream;

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
        return Stream.concat(report.fields().stream(), IntelFields.of(hardware, tcb).stream())
                .toList();
    }
}
