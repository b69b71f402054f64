package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.Evidence;
import dev.adyton.attestation.verify.AuthenticClaims;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

    /**
     * One line: {@code SIMULATED enclave: no hardware protects it (measurement 1a2b3c4d)}, {@code TDX enclave (measurement 1a2b3c4d)}, or
     * {@code refused: } with the rules that failed.
     */
    public String line() {
        throw new UnsupportedOperationException("line");
    }

    /** Several lines: platform, every claim, every rule with found and wanted. */
    public String describe() {
        throw new UnsupportedOperationException("describe");
    }

    /** An EAT JSON claims set (RFC 9711). */
    public String toEat() {
        throw new UnsupportedOperationException("toEat");
    }
}
