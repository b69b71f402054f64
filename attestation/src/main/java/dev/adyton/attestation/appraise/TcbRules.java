package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.IntelClaims;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a policy makes of an Intel platform and of the endorsements that judged it. */
final class TcbRules {
    private TcbRules() {}

    static List<Rule> of(TcbExpectation wanted, Set<Bytes> chips, IntelClaims claims, Instant at) {
        var tcb = claims.tcb();
        var rules = new ArrayList<Rule>();
        rules.add(Rules.oneOf("TCB status", tcb.status(), wanted.statuses()));
        tcb.advisories().forEach(advisory -> rules.add(advisory(advisory, wanted, at)));
        rules.add(Rules.atLeast("TCB evaluation number", tcb.evaluationDataNumber(), wanted.minimumEvaluationNumber()));
        var latest = at.minus(wanted.collateralGrace());
        rules.add(new Rule(
                "collateral validity",
                !tcb.validUntil().isBefore(latest),
                "until " + tcb.validUntil(),
                "until " + latest + " or later"));
        wanted.maximumCollateralAge().ifPresent(most -> {
            var age = Duration.between(tcb.issuedAt(), at);
            rules.add(new Rule("collateral age", age.compareTo(most) <= 0, age.toString(), "at most " + most));
        });
        if (!chips.isEmpty()) {
            rules.add(Rules.oneOf("chip", claims.hardware().ppid(), chips));
        }
        return rules;
    }

    private static Rule advisory(String advisory, TcbExpectation wanted, Instant at) {
        var until = wanted.waivers().get(advisory);
        return new Rule(
                "advisory " + advisory,
                until != null && at.isBefore(until),
                until == null ? "not waived" : "waived until " + until,
                "waived until after " + at);
    }
}
