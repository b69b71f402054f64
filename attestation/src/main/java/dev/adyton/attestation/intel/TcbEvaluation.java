package dev.adyton.attestation.intel;

import dev.adyton.attestation.verify.IntelPlatform;
import dev.adyton.attestation.verify.IntelReport;
import dev.adyton.attestation.verify.TcbStatus;
import dev.adyton.attestation.verify.TdReport;
import dev.adyton.attestation.verify.VerificationException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Where a platform stands, found as Intel's QuoteVerificationLibrary finds it (its {@code TcbLevelCheck}, {@code TdxModuleCheck}). A platform that reaches no level is
 * unknown to Intel, and one whose level was revoked may have lost its keys: neither proves anything, so both are refused here and never left to a policy.
 *
 * @param level that the platform reaches
 * @param sgxLevel that it reaches when TDX components are left out
 * @param module that its TDX module reaches, where that has an identity
 * @param quotingEnclave that the quoting enclave reaches
 * @param status of all together
 */
record TcbEvaluation(
        TcbLevel level, TcbLevel sgxLevel, Optional<IsvLevel> module, IsvLevel quotingEnclave, TcbStatus status) {

    static TcbEvaluation of(
            IntelPlatform platform, IntelReport report, int quotingEnclaveSvn, Endorsements endorsements)
            throws VerificationException {
        var info = endorsements.tcbInfo();
        var td = report instanceof TdReport tdReport ? Optional.of(tdReport) : Optional.<TdReport>empty();
        var sgxLevel = reached(info, platform, Optional.empty());
        var level = td.isPresent() ? reached(info, platform, td) : sgxLevel;
        var module = td.isPresent() ? module(info, td.get()) : Optional.<IsvLevel>empty();
        var enclave =
                IsvLevel.reached("quoting enclave", endorsements.identity().levels(), quotingEnclaveSvn);

        var status = Convergence.withModule(level.status(), module.map(IsvLevel::status));
        var later = td.flatMap(TdReport::later);
        if (later.isPresent()) {
            status = Relaunch.advised(info, later.get().teeTcbSvn2(), sgxLevel.status(), status, module, enclave);
        }
        status = Convergence.withQuotingEnclave(status, enclave.status());
        if (status == TcbStatus.REVOKED) {
            throw new VerificationException(
                    "TCB status",
                    "Revoked (platform " + level.status() + ", TDX module "
                            + module.map(found -> found.status().label()).orElse("none") + ", quoting enclave "
                            + enclave.status() + ")",
                    "one whose keys are known to be safe");
        }
        return new TcbEvaluation(level, sgxLevel, module, enclave, status);
    }

    /** The highest level of which the platform reaches every component. */
    private static TcbLevel reached(TcbInfo info, IntelPlatform platform, Optional<TdReport> td)
            throws VerificationException {
        for (var level : info.levels()) {
            if (TcbLevel.reaches(platform.tcbComponents(), level.sgx(), 0)
                    && platform.pceSvn() >= level.pceSvn()
                    && (td.isEmpty() || reachesTdx(td.get(), level))) {
                return level;
            }
        }
        throw new VerificationException(
                "TCB level",
                "NoMatch: SGX components " + platform.tcbComponents() + ", PCE " + platform.pceSvn()
                        + td.map(report -> ", TDX components " + report.teeTcbSvn())
                                .orElse(""),
                "one of the TCB info");
    }

    /** A module with a major version has levels of its own, so its two components do not count here. */
    private static boolean reachesTdx(TdReport report, TcbLevel level) {
        var from = report.teeTcbSvn().at(1) > 0 ? 2 : 0;
        return TcbLevel.reaches(report.teeTcbSvn(), level.tdx().orElseThrow(), from);
    }

    private static Optional<IsvLevel> module(TcbInfo info, TdReport report) throws VerificationException {
        var identity = info.module(report.teeTcbSvn().at(1));
        if (report.teeTcbSvn().at(1) == 0 || identity.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(IsvLevel.reached(
                "TDX module", identity.get().levels(), report.teeTcbSvn().at(0)));
    }

    /** Everything that is known against these levels, sorted. */
    List<String> advisories() {
        var all = new TreeSet<>(level.advisories());
        module.ifPresent(found -> all.addAll(found.advisories()));
        all.addAll(quotingEnclave.advisories());
        return List.copyOf(all);
    }
}
