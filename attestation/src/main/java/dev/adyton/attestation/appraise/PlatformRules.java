package dev.adyton.attestation.appraise;

import dev.adyton.attestation.verify.NitroClaims;
import dev.adyton.attestation.verify.PlatformClaims;
import dev.adyton.attestation.verify.SgxClaims;
import dev.adyton.attestation.verify.SnpClaims;
import dev.adyton.attestation.verify.TdxClaims;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rules of a policy about authentic claims of a platform with hardware protection. */
final class PlatformRules {
    static final String MEASUREMENTS = "measurements";

    private PlatformRules() {}

    /**
     * Every rule of the policy for this type of evidence. Claims of a verifier of the relying party's own, of a class that is not known here, have none: what such a platform runs is for that
     * verifier to judge.
     */
    static List<Rule> of(AppraisalPolicy policy, String type, PlatformClaims claims, Instant at) {
        var expectation = policy.hardwareOf(type);
        return switch (claims) {
            case SgxClaims sgx ->
                rules(type, expectation, SgxExpectation.class, wanted -> SgxRules.of(wanted, sgx, at));
            case TdxClaims tdx ->
                rules(type, expectation, TdxExpectation.class, wanted -> TdxRules.of(wanted, tdx, at));
            case SnpClaims snp -> rules(type, expectation, SnpExpectation.class, wanted -> SnpRules.of(wanted, snp));
            case NitroClaims nitro ->
                rules(type, expectation, NitroExpectation.class, wanted -> NitroRules.of(wanted, nitro));
            default -> expectation.map(PlatformRules::otherClaims).orElse(List.of());
        };
    }

    private interface Judge<E> {
        List<Rule> rules(E wanted);
    }

    private static <E extends PlatformExpectation> List<Rule> rules(
            String type, Optional<PlatformExpectation> expectation, Class<E> kind, Judge<E> judge) {
        if (expectation.isEmpty()) {
            return List.of(new Rule(
                    MEASUREMENTS,
                    false,
                    "none in the policy for " + type,
                    "those that are accepted (measurements required)"));
        }
        return kind.isInstance(expectation.get())
                ? judge.rules(kind.cast(expectation.get()))
                : otherClaims(expectation.get());
    }

    private static List<Rule> otherClaims(PlatformExpectation wanted) {
        return List.of(
                new Rule(MEASUREMENTS, false, "claims of another kind of platform", "those of " + wanted.type()));
    }
}
