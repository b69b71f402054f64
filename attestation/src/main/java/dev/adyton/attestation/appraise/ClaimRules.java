package dev.adyton.attestation.appraise;

import dev.adyton.attestation.RuntimeClaims;
import dev.adyton.attestation.verify.AuthenticClaims;
import dev.adyton.attestation.verify.PlatformClaims;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The rules of a policy about authentic claims. */
final class ClaimRules {
    private ClaimRules() {}

    /** Every rule of the policy, passed or failed. */
    static List<Rule> of(AppraisalPolicy policy, String type, AuthenticClaims claims, Instant at) {
        var runtime = claims.runtime();
        var rules = new ArrayList<>(state(policy, type, claims.platform(), at));
        rules.addAll(IdentityRules.of(policy.image(), runtime));
        rules.add(unlessAllowed("debug image", runtime.debug(), policy.debugAllowed()));
        rules.add(confinement(policy, runtime));
        policy.maximumAge().ifPresent(most -> rules.add(age(claims.platform(), most, at)));
        return rules;
    }

    /** Every rule of the policy about the platform alone. */
    static List<Rule> platform(AppraisalPolicy policy, String type, PlatformClaims platform, Instant at) {
        var rules = new ArrayList<>(state(policy, type, platform, at));
        policy.maximumAge().ifPresent(most -> rules.add(age(platform, most, at)));
        return rules;
    }

    private static List<Rule> state(AppraisalPolicy policy, String type, PlatformClaims platform, Instant at) {
        var rules = new ArrayList<Rule>();
        rules.add(unlessAllowed("simulated platform", platform.simulated(), policy.simulatedAllowed()));
        rules.add(unlessAllowed("platform debug", platform.debug(), false));
        rules.addAll(PlatformRules.of(policy, type, platform, at));
        return rules;
    }

    private static Rule unlessAllowed(String name, boolean found, boolean allowed) {
        return new Rule(name, !found || allowed, found ? "yes" : "no", allowed ? "yes or no" : "no");
    }

    private static Rule confinement(AppraisalPolicy policy, RuntimeClaims runtime) {
        var found = runtime.confinement();
        var least = policy.minimumConfinement();
        return new Rule("confinement", found.compareTo(least) >= 0, found.label(), "at least " + least.label());
    }

    private static Rule age(PlatformClaims platform, Duration most, Instant at) {
        var wanted = "at most " + most;
        if (platform.issuedAt().isEmpty()) {
            return new Rule("age", false, "evidence that does not say when it was made", wanted);
        }
        var age = Duration.between(platform.issuedAt().get(), at);
        // A clock that stepped back proves nothing about age.
        return age.isNegative()
                ? new Rule("age", false, "evidence from " + age.negated() + " after this appraisal", wanted)
                : new Rule("age", age.compareTo(most) <= 0, age.toString(), wanted);
    }
}
