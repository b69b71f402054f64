package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.EndorsementBundle;
import dev.adyton.attestation.verify.EvidenceVerifier;
import dev.adyton.attestation.verify.HardwareAnchors;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.attestation.verify.NitroVerifier;
import dev.adyton.attestation.verify.PlatformClaims;
import dev.adyton.attestation.verify.SnpVerifier;
import dev.adyton.attestation.verify.VerificationException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The verifiers of hardware that a relying party with a policy needs. Which of them looks at evidence is the policy's to say, by whose keys it can be authentic is the anchors'. Thread-safe and immutable. */
public final class HardwareVerifiers {
    private final AppraisalPolicy policy;
    private final IntelVerifier sgx;
    private final IntelVerifier tdx;
    private final SnpVerifier snp;
    private final NitroVerifier nitro;

    private HardwareVerifiers(AppraisalPolicy policy, HardwareAnchors anchors, EndorsementBundle endorsements) {
        this.policy = policy;
        this.sgx = IntelVerifier.sgx(anchors.intel(), endorsements.intelFor(IntelVerifier.SGX))
                .withGrace(grace(policy, IntelVerifier.SGX));
        this.tdx = IntelVerifier.tdx(anchors.intel(), endorsements.intelFor(IntelVerifier.TDX))
                .withGrace(grace(policy, IntelVerifier.TDX));
        this.snp = SnpVerifier.of(anchors.amd()).withEndorsements(endorsements);
        this.nitro = anchors.nitro();
    }

    /**
     * Verifiers for a policy.
     *
     * @param endorsements for evidence that has none with it; signed by the vendors, so they may come from anywhere
     */
    public static HardwareVerifiers of(
            AppraisalPolicy policy, HardwareAnchors anchors, EndorsementBundle endorsements) {
        return new HardwareVerifiers(policy, anchors, endorsements);
    }

    /** Those for the types of evidence that the policy allows. */
    public List<EvidenceVerifier> verifiers() {
        return Stream.<EvidenceVerifier>of(sgx, tdx, snp, nitro)
                .filter(verifier -> policy.allowsType(verifier.type()))
                .toList();
    }

    /**
     * Appraises evidence of a platform by itself.
     *
     * @param type of the evidence, by which its verifier is chosen where the policy allows it
     * @param evidence as the platform gave it
     */
    public PlatformResult appraise(String type, Bytes evidence, Optional<Bytes> reportData, Instant at) {
        return PlatformResult.of(policy, type, () -> verify(type, evidence, at), reportData, at);
    }

    private PlatformClaims verify(String type, Bytes evidence, Instant at) throws VerificationException {
        return switch (type) {
            case IntelVerifier.SGX -> sgx.verify(evidence, at);
            case IntelVerifier.TDX -> tdx.verify(evidence, at);
            case SnpVerifier.TYPE -> snp.verify(evidence, at);
            case NitroVerifier.TYPE -> nitro.verify(evidence, at);
            default -> throw new VerificationException("verifier", "none for " + type, "one of hardware");
        };
    }

    private static Duration grace(AppraisalPolicy policy, String type) {
        return policy.hardwareOf(type)
                .map(wanted -> switch (wanted) {
                    case SgxExpectation enclave -> enclave.tcb().collateralGrace();
                    case TdxExpectation domain -> domain.tcb().collateralGrace();
                    case SnpExpectation _, NitroExpectation _ -> Duration.ZERO;
                })
                .orElse(Duration.ZERO);
    }
}
