package dev.adyton.attestation.appraise;

import dev.adyton.attestation.verify.SgxClaims;
import dev.adyton.attestation.verify.SgxReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a policy's wish for SGX makes of an enclave. */
final class SgxRules {
    private SgxRules() {}

    static List<Rule> of(SgxExpectation wanted, SgxClaims claims, Instant at) {
        var report = claims.report();
        var rules = new ArrayList<>(Rules.anyOf(
                PlatformRules.MEASUREMENTS,
                wanted.enclaves().stream().map(one -> enclave(one, report)).toList()));
        rules.add(Rules.equal("CONFIGID", report.configId(), wanted.configId()));
        rules.addAll(TcbRules.of(wanted.tcb(), wanted.chips(), claims, at));
        return rules;
    }

    private static List<Rule> enclave(SgxExpectation.Enclave wanted, SgxReport report) {
        var rules = new ArrayList<Rule>();
        wanted.mrEnclave().ifPresent(value -> rules.add(Rules.equal("MRENCLAVE", report.mrEnclave(), value)));
        wanted.mrSigner().ifPresent(value -> rules.add(Rules.equal("MRSIGNER", report.mrSigner(), value)));
        wanted.isvProdId()
                .ifPresent(value -> rules.add(
                        new Rule("ISVPRODID", report.isvProdId() == value, "" + report.isvProdId(), "" + value)));
        wanted.minimumIsvSvn().ifPresent(least -> rules.add(Rules.atLeast("ISVSVN", report.isvSvn(), least)));
        return rules;
    }
}
