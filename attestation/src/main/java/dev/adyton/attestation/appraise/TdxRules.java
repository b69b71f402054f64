package dev.adyton.attestation.appraise;

import dev.adyton.attestation.verify.TdReport;
import dev.adyton.attestation.verify.TdxClaims;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a policy's wish for TDX makes of a trust domain. */
final class TdxRules {
    private TdxRules() {}

    static List<Rule> of(TdxExpectation wanted, TdxClaims claims, Instant at) {
        var report = claims.report();
        var rules = new ArrayList<>(Rules.anyOf(
                PlatformRules.MEASUREMENTS,
                wanted.domains().stream().map(one -> domain(one, report)).toList()));
        rules.add(
                wanted.mrSeams().isEmpty()
                        ? new Rule("MRSEAM", true, report.mrSeam().hex(), "any that Intel's TCB information accepts")
                        : Rules.oneOf("MRSEAM", report.mrSeam(), wanted.mrSeams()));
        rules.add(new Rule(
                "TD attributes",
                wanted.tdAttributes().matches(report.tdAttributes()),
                report.tdAttributes().hex(),
                wanted.tdAttributes().toString()));
        rules.add(new Rule(
                "XFAM",
                wanted.xfam().matches(report.xfam()),
                report.xfam().hex(),
                wanted.xfam().toString()));
        rules.add(Rules.equal("MRCONFIGID", report.mrConfigId(), wanted.config().mrConfigId()));
        rules.add(Rules.equal("MROWNER", report.mrOwner(), wanted.config().mrOwner()));
        rules.add(Rules.equal(
                "MROWNERCONFIG", report.mrOwnerConfig(), wanted.config().mrOwnerConfig()));
        report.later()
                .map(TdReport.Tdx15::mrServiceTd)
                .ifPresent(value -> rules.add(Rules.equal("MRSERVICETD", value, Wanted.zero(value.size()))));
        rules.addAll(TcbRules.of(wanted.tcb(), wanted.chips(), claims, at));
        return rules;
    }

    private static List<Rule> domain(TdxExpectation.Domain wanted, TdReport report) {
        var rules = new ArrayList<Rule>();
        rules.add(Rules.equal("MRTD", report.mrTd(), wanted.mrTd()));
        for (int i = 0; i < wanted.rtmrs().size(); i++) {
            rules.add(Rules.equal(
                    "RTMR" + i, report.rtmrs().get(i), wanted.rtmrs().get(i)));
        }
        return rules;
    }
}
