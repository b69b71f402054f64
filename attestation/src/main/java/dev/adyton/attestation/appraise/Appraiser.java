package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.ChannelBinding;
import dev.adyton.attestation.Evidence;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.RuntimeClaims;
import dev.adyton.attestation.verify.AuthenticClaims;
import dev.adyton.attestation.verify.EvidenceVerifier;
import dev.adyton.attestation.verify.PlatformClaims;
import dev.adyton.attestation.verify.VerificationException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A relying party's whole judgement: which evidence can be authentic, by which verifiers and their trust anchors, and what is
 * acceptable. Thread-safe and immutable.
 */
public final class Appraiser {
    private static final System.Logger LOG = System.getLogger(Appraiser.class.getName());

    private final AppraisalPolicy policy;
    private final Map<String, EvidenceVerifier> verifiers;
    private final InstantSource clock;

    private Appraiser(AppraisalPolicy policy, Map<String, EvidenceVerifier> verifiers, InstantSource clock) {
        this.policy = policy;
        this.verifiers = verifiers;
        this.clock = clock;
    }

    /**
     * An appraiser with this policy.
     *
     * @param verifiers at most one for each type; evidence of a type without one, or of one that the policy does not allow, is refused without being
     *     looked at
     * @param clock tells the instant of an appraisal
     * @throws IllegalArgumentException when there are two verifiers for one type
     */
    public static Appraiser of(AppraisalPolicy policy, List<EvidenceVerifier> verifiers, InstantSource clock) {
        var byType = new TreeMap<String, EvidenceVerifier>();
        for (var verifier : verifiers) {
            if (byType.put(verifier.type(), verifier) != null) {
                throw new IllegalArgumentException(
                        "verifiers: found two for evidence of type '" + verifier.type() + "', wanted at most one");
            }
        }
        return new Appraiser(policy, Collections.unmodifiableMap(byType), clock);
    }

    /** The policy by which it decides. */
    public AppraisalPolicy policy() {
        return policy;
    }

    /**
     * Verifies, then decides. Never throws for anything that is in the evidence.
     *
     * @param binder that the evidence has to be bound to; 64 bytes
     * @throws IllegalArgumentException when the binder has another length
     */
    public AttestationResult appraise(Evidence evidence, Bytes binder) {
        var reportData = ChannelBinding.reportData(evidence.claims(), binder);
        var at = clock.instant();
        var rules = new ArrayList<Rule>();
        var claims = authentic(evidence, reportData, at, rules);
        claims.ifPresent(authentic -> rules.addAll(ClaimRules.of(policy, evidence.type(), authentic, at)));
        return new AttestationResult(evidence, binder, claims, rules, at);
    }

    /** The claims of evidence that is worth looking at and authentic; each step adds its rule, and the first that fails is the last. */
    private Optional<AuthenticClaims> authentic(Evidence evidence, Bytes reportData, Instant at, List<Rule> rules) {
        var type = evidence.type();
        rules.add(new Rule("platform", policy.allowsType(type), type, policy.allowedTypes()));
        if (!policy.allowsType(type)) {
            return Optional.empty();
        }
        var verifier = verifiers.get(type);
        if (verifier == null) {
            rules.add(new Rule(
                    "authentic",
                    false,
                    "no verifier for evidence of type " + type,
                    verifiers.isEmpty() ? "a verifier" : "a type out of " + String.join(", ", verifiers.keySet())));
            return Optional.empty();
        }
        var platform = verify(verifier, evidence, reportData, at, rules);
        return platform.isEmpty() ? Optional.empty() : claims(platform.get(), evidence, rules);
    }

    private static Optional<PlatformClaims> verify(
            EvidenceVerifier verifier, Evidence evidence, Bytes reportData, Instant at, List<Rule> rules) {
        try {
            var platform = verifier.verify(evidence.platform(), reportData, at);
            rules.add(new Rule("authentic", true, "yes", "yes"));
            return Optional.of(platform);
        } catch (VerificationException e) {
            rules.add(new Rule("authentic, " + e.check(), false, e.found(), e.wanted()));
        } catch (RuntimeException e) {
            // A verifier that fails is at fault, but what made it fail is hostile: to refuse is the one safe answer.
            LOG.log(System.Logger.Level.WARNING, "The verifier for evidence of type " + verifier.type() + " failed", e);
            rules.add(new Rule("authentic", false, "a verifier that failed: " + e, "authentic evidence"));
        }
        return Optional.empty();
    }

    private static Optional<AuthenticClaims> claims(PlatformClaims platform, Evidence evidence, List<Rule> rules) {
        try {
            var runtime = RuntimeClaims.decode(evidence.claims());
            rules.add(new Rule("claims", true, "well-formed", "well-formed"));
            return Optional.of(new AuthenticClaims(platform, runtime));
        } catch (MalformedEvidenceException e) {
            rules.add(new Rule("claims", false, "malformed: " + e.getMessage(), "well-formed"));
            return Optional.empty();
        }
    }
}
