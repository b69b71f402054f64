package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.Evidence;
import dev.adyton.attestation.SavedEvidence;
import dev.adyton.attestation.verify.AuthenticClaims;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The decision about one piece of evidence, with every reason. Immutable.
 *
 * @param evidence that was appraised; hostile, kept so that it can be saved and appraised again
 * @param binder that the evidence had to be bound to; 64 bytes
 * @param claims of the evidence; absent where it is not authentic
 * @param rules every rule that was looked at, in order; accepted when there is at least one and all have passed
 * @param appraisedAt the instant of the appraisal
 */
public record AttestationResult(
        Evidence evidence, Bytes binder, Optional<AuthenticClaims> claims, List<Rule> rules, Instant appraisedAt) {
    public AttestationResult {
        rules = List.copyOf(rules);
    }

    /** Whether the enclave may be given anything. */
    public boolean accepted() {
        return claims.isPresent() && !rules.isEmpty() && rules.stream().allMatch(Rule::passed);
    }

    /** Whether the evidence is authentic, and of a platform behind which no hardware stands. */
    public boolean simulated() {
        return claims.isPresent() && claims.get().platform().simulated();
    }

    /** The evidence, to be kept in a file and appraised again. */
    public SavedEvidence saved() {
        return new SavedEvidence(evidence, binder, appraisedAt);
    }

    /**
     * One line: {@code SIMULATED enclave: no hardware protects it (measurement 1a2b3c4d)}, {@code TDX enclave (measurement 1a2b3c4d)}, or
     * {@code refused: } with the rules that failed.
     */
    public String line() {
        if (claims.isEmpty() || !accepted()) {
            return "refused: " + failures();
        }
        var platform = claims.get().platform();
        return (platform.simulated()
                        ? "SIMULATED enclave: no hardware protects it"
                        : platform.platform().toUpperCase(Locale.ROOT) + " enclave")
                + " (measurement " + claims.get().runtime().measurement().shortHex() + ")";
    }

    /** Several lines: platform, every claim, every rule with found and wanted. */
    public String describe() {
        return Description.of(this);
    }

    /** In the terms of AR4SI. */
    public TrustVector trustVector() {
        return TrustVector.of(
                rules,
                claims.isPresent(),
                simulated(),
                claims.isPresent() && claims.get().runtime().debug());
    }

    /** An EAT JSON claims set (RFC 9711); its claims are described in {@code docs/attestation.md}. Not signed. */
    public String toEat() {
        return Eat.of(this);
    }

    private String failures() {
        var failed = rules.stream().filter(rule -> !rule.passed()).toList();
        return failed.isEmpty()
                ? "nothing was looked at"
                : failed.stream().map(Rule::line).collect(Collectors.joining("; "));
    }
}
