package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.PlatformClaims;
import dev.adyton.attestation.verify.VerificationException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The decision about evidence of a platform by itself, with every reason: for a relying party that has a quote, a report or a document, and no channel to an enclave. What a policy says about images is
 * not looked at, as nothing in such evidence tells of any. Immutable.
 *
 * @param type of the evidence
 * @param claims of the evidence; absent where it is not authentic
 * @param rules every rule that was looked at, in order; accepted when there is at least one and all have passed
 * @param appraisedAt the instant of the appraisal
 */
public record PlatformResult(String type, Optional<PlatformClaims> claims, List<Rule> rules, Instant appraisedAt) {
    public PlatformResult {
        rules = List.copyOf(rules);
    }

    /** Finds out whether evidence is authentic. */
    @FunctionalInterface
    public interface Verification {
        /**
         * The claims of authentic evidence.
         *
         * @throws VerificationException when it is not authentic
         */
        PlatformClaims verify() throws VerificationException;
    }

    /**
     * Verifies, then decides.
     *
     * @param type of the evidence; where the policy does not allow it, nothing is verified
     * @param verification of it by the relying party's own trust anchors
     * @param reportData that the evidence has to vouch for; absent: that is looked at elsewhere
     */
    public static PlatformResult of(
            AppraisalPolicy policy, String type, Verification verification, Optional<Bytes> reportData, Instant at) {
        var rules = new ArrayList<Rule>();
        rules.add(new Rule("platform", policy.allowsType(type), type, policy.allowedTypes()));
        if (!policy.allowsType(type)) {
            return new PlatformResult(type, Optional.empty(), rules, at);
        }
        try {
            var claims = verification.verify();
            rules.add(new Rule("authentic", true, "yes", "yes"));
            reportData.ifPresent(wanted -> rules.add(ReportedData.rule(claims, wanted)));
            rules.addAll(ClaimRules.platform(policy, type, claims, at));
            return new PlatformResult(type, Optional.of(claims), rules, at);
        } catch (VerificationException e) {
            rules.add(new Rule("authentic, " + e.check(), false, e.found(), e.wanted()));
            return new PlatformResult(type, Optional.empty(), rules, at);
        }
    }

    /** Whether all rules have passed. */
    public boolean accepted() {
        return claims.isPresent() && rules.stream().allMatch(Rule::passed);
    }

    /** One line: {@code TDX platform}, {@code SIMULATED platform: no hardware protects it}, or {@code refused: } with the rules that failed. */
    public String line() {
        if (claims.isEmpty() || !accepted()) {
            return "refused: "
                    + rules.stream()
                            .filter(rule -> !rule.passed())
                            .map(Rule::line)
                            .collect(Collectors.joining("; "));
        }
        return claims.get().simulated()
                ? "SIMULATED platform: no hardware protects it"
                : claims.get().platform().toUpperCase(Locale.ROOT) + " platform";
    }

    /** In the terms of AR4SI. */
    public TrustVector trustVector() {
        return TrustVector.of(
                rules, claims.isPresent(), claims.isPresent() && claims.get().simulated(), false);
    }

    /** An EAT JSON claims set (RFC 9711) without an enclave in it; its claims are described in {@code docs/attestation.md}. Not signed. */
    public String toEat() {
        return Eat.of(this);
    }
}
