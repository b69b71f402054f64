package dev.adyton.cli;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.appraise.AppraisalPolicy;
import dev.adyton.attestation.appraise.Appraiser;
import dev.adyton.attestation.appraise.HardwareVerifiers;
import dev.adyton.attestation.appraise.PlatformResult;
import dev.adyton.attestation.appraise.Rule;
import dev.adyton.attestation.simulated.SimulatedRoot;
import dev.adyton.attestation.simulated.SimulatedVerifier;
import dev.adyton.attestation.verify.EvidenceVerifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a policy makes of evidence in a file.
 *
 * @param accepted whether every rule has passed
 * @param rules that were looked at
 * @param line the result in a line
 * @param eat the result as a claims set
 */
record Verdict(boolean accepted, List<Rule> rules, String line, String eat) {
    /**
     * Verifies and appraises.
     *
     * @param simulatedRoots fingerprints of the simulated platforms that are trusted
     * @param reportData that evidence of a platform by itself has to vouch for; saved evidence has its own
     */
    static Verdict of(
            EvidenceFile file,
            AppraisalPolicy policy,
            Set<Bytes> simulatedRoots,
            HardwareOptions hardware,
            Optional<Bytes> reportData,
            Instant at)
            throws IOException {
        var simulated = SimulatedVerifier.trusting(simulatedRoots);
        return switch (file) {
            case EvidenceFile.Saved(var saved) -> {
                var evidence = saved.evidence();
                var verifiers = new ArrayList<EvidenceVerifier>();
                verifiers.add(simulated);
                verifiers.addAll(verifiers(policy, hardware, evidence.type(), evidence.platform())
                        .verifiers());
                var result = Appraiser.of(policy, verifiers, () -> at).appraise(evidence, saved.binder());
                yield new Verdict(result.accepted(), result.rules(), result.line(), result.toEat());
            }
            case EvidenceFile.Platform(String type, Bytes evidence) -> {
                var result = type.equals(SimulatedRoot.TYPE)
                        ? PlatformResult.of(policy, type, () -> simulated.verify(evidence, at), reportData, at)
                        : verifiers(policy, hardware, type, evidence).appraise(type, evidence, reportData, at);
                yield new Verdict(result.accepted(), result.rules(), result.line(), result.toEat());
            }
        };
    }

    private static HardwareVerifiers verifiers(
            AppraisalPolicy policy, HardwareOptions hardware, String type, Bytes evidence) throws IOException {
        return HardwareVerifiers.of(policy, hardware.anchors(type), hardware.endorsements(type, evidence));
    }

    /**
     * Prints the result.
     *
     * @throws RefusedException when the evidence is refused, naming the rules that failed
     */
    void print(PrintWriter out, boolean asEat, Path evidence) throws RefusedException {
        if (asEat) {
            out.print(eat);
        } else {
            out.print(RuleTable.of(rules));
            if (accepted) {
                out.println("accepted: " + line);
            }
        }
        out.flush();
        if (!accepted) {
            throw new RefusedException(evidence + ": refused by " + failed());
        }
    }

    private String failed() {
        return rules.stream()
                .filter(rule -> !rule.passed())
                .map(Rule::name)
                .collect(Collectors.joining("; ", "", " (" + rules.size() + " rules looked at)"));
    }
}
