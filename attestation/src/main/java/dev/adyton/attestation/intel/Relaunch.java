package dev.adyton.attestation.intel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.TcbStatus;
import dev.adyton.attestation.verify.VerificationException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A trust domain of TDX 1.5 that was started by an old module, under which a new one runs by now: it need not wait for the platform but only be started again
 * (Intel's QuoteVerificationLibrary, {@code TDRelaunchCheck}).
 */
final class Relaunch {
    private static final Set<TcbStatus> CURRENT = EnumSet.of(
            TcbStatus.UP_TO_DATE,
            TcbStatus.SW_HARDENING_NEEDED,
            TcbStatus.CONFIGURATION_NEEDED,
            TcbStatus.CONFIGURATION_AND_SW_HARDENING_NEEDED);
    private static final Set<TcbStatus> OUT_OF_DATE =
            EnumSet.of(TcbStatus.OUT_OF_DATE, TcbStatus.OUT_OF_DATE_CONFIGURATION_NEEDED);
    private static final Set<TcbStatus> CONFIGURATION = EnumSet.of(
            TcbStatus.CONFIGURATION_NEEDED,
            TcbStatus.OUT_OF_DATE_CONFIGURATION_NEEDED,
            TcbStatus.CONFIGURATION_AND_SW_HARDENING_NEEDED);

    /** TDX component of the late microcode update. */
    private static final int MICROCODE = 2;

    private Relaunch() {}

    /**
     * The status with that taken into account.
     *
     * @param running TEE_TCB_SVN_2, components that run now
     * @param sgx status of the level without TDX components
     * @param tdx status so far, of the level with the module
     */
    static TcbStatus advised(
            TcbInfo info, Bytes running, TcbStatus sgx, TcbStatus tdx, Optional<IsvLevel> module, IsvLevel enclave)
            throws VerificationException {
        var started = module.map(IsvLevel::status).orElse(TcbStatus.UP_TO_DATE);
        if (enclave.status() != TcbStatus.UP_TO_DATE
                || !CURRENT.contains(sgx)
                || !OUT_OF_DATE.contains(tdx)
                || started != TcbStatus.OUT_OF_DATE
                || !isLatest(info, running)) {
            return tdx;
        }
        return CONFIGURATION.contains(sgx) || CONFIGURATION.contains(tdx)
                ? TcbStatus.TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED
                : TcbStatus.TD_RELAUNCH_ADVISED;
    }

    private static boolean isLatest(TcbInfo info, Bytes running) throws VerificationException {
        var latest = info.levels().getFirst().tdx().orElseThrow();
        var version = running.at(1);
        int wanted = latest.at(0);
        if (version != 0) {
            wanted = info.module(version)
                    .orElseThrow(() -> noIdentity("TDX module that runs now", version))
                    .levels()
                    .getFirst()
                    .isvSvn();
        }
        return running.at(0) >= wanted && running.at(MICROCODE) >= latest.at(MICROCODE);
    }

    static VerificationException noIdentity(String what, int version) {
        return new VerificationException(
                "identity of the " + what, "none for version " + version + " in the TCB info", "one");
    }
}
