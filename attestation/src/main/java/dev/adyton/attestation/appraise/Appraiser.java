package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.Evidence;
import dev.adyton.attestation.verify.EvidenceVerifier;
import java.time.InstantSource;
import java.util.List;

/**
 * A relying party's whole judgement: which evidence can be authentic, by which verifiers and their trust anchors, and what is
 * acceptable. Thread-safe and immutable.
 */
public final class Appraiser {
    private Appraiser() {}

    /**
     * @param verifiers at most one for each type; evidence of a type without one, or of one that the policy does not allow, is refused without being
     *     looked at
     * @param clock tells the instant of an appraisal
     */
    public static Appraiser of(AppraisalPolicy policy, List<EvidenceVerifier> verifiers, InstantSource clock) {
        throw new UnsupportedOperationException("of");
    }

    /** The policy by which it decides. */
    public AppraisalPolicy policy() {
        throw new UnsupportedOperationException("policy");
    }

    /**
     * Verifies, then decides. Never throws for anything that is in the evidence.
     *
     * @param binder that the evidence has to be bound to; 64 bytes
     */
    public AttestationResult appraise(Evidence evidence, Bytes binder) {
        throw new UnsupportedOperationException("appraise");
    }
}
