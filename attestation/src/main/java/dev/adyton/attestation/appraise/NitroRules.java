package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.NitroClaims;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a policy's wish for Nitro makes of an enclave. */
final class NitroRules {
    private NitroRules() {}

    static List<Rule> of(NitroExpectation wanted, NitroClaims claims) {
        return Rules.anyOf(
                PlatformRules.MEASUREMENTS,
                wanted.enclaves().stream().map(one -> enclave(one, claims)).toList());
    }

    private static List<Rule> enclave(NitroExpectation.Registers wanted, NitroClaims claims) {
        return wanted.pcrs().entrySet().stream()
                .map(pcr -> pcr("PCR" + pcr.getKey(), claims.pcrs().get(pcr.getKey()), pcr.getValue()))
                .toList();
    }

    private static Rule pcr(String name, @Nullable Bytes found, Bytes wanted) {
        return found == null ? new Rule(name, false, "none", wanted.hex()) : Rules.equal(name, found, wanted);
    }
}
