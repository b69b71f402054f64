package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.IntelClaims;
import dev.adyton.attestation.verify.NitroClaims;
import dev.adyton.attestation.verify.PlatformClaims;
import dev.adyton.attestation.verify.SnpClaims;
import java.util.Optional;

/** What a platform was asked to vouch for. */
final class ReportedData {
    private ReportedData() {}

    /** The rule that it has to be this. */
    static Rule rule(PlatformClaims claims, Bytes wanted) {
        var found = of(claims);
        return new Rule(
                "report data",
                found.isPresent() && found.get().equals(wanted),
                found.map(Bytes::hex).orElse("none"),
                wanted.hex());
    }

    private static Optional<Bytes> of(PlatformClaims claims) {
        return switch (claims) {
            case IntelClaims intel -> Optional.of(intel.report().reportData());
            case SnpClaims snp -> Optional.of(snp.guest().reportData());
            case NitroClaims nitro -> nitro.userData();
            default -> Optional.empty();
        };
    }
}
