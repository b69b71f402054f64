package dev.adyton.attestation.intel;

import dev.adyton.attestation.verify.TcbStatus;
import java.util.Optional;

/** How the status of a part changes that of the whole (Intel's QuoteVerificationLibrary, {@code convergeTcbStatusWith...}). */
final class Convergence {
    private Convergence() {}

    static TcbStatus withModule(TcbStatus platform, Optional<TcbStatus> module) {
        return module.map(status -> with(platform, status)).orElse(platform);
    }

    static TcbStatus withQuotingEnclave(TcbStatus platform, TcbStatus enclave) {
        return with(platform, enclave);
    }

    /** A part is up to date, out of date or revoked. */
    private static TcbStatus with(TcbStatus whole, TcbStatus part) {
        return switch (part) {
            case REVOKED -> TcbStatus.REVOKED;
            case OUT_OF_DATE -> outOfDate(whole);
            default -> whole;
        };
    }

    private static TcbStatus outOfDate(TcbStatus whole) {
        return switch (whole) {
            case UP_TO_DATE, SW_HARDENING_NEEDED -> TcbStatus.OUT_OF_DATE;
            case CONFIGURATION_NEEDED, CONFIGURATION_AND_SW_HARDENING_NEEDED ->
                TcbStatus.OUT_OF_DATE_CONFIGURATION_NEEDED;
            case OUT_OF_DATE,
                    OUT_OF_DATE_CONFIGURATION_NEEDED,
                    TD_RELAUNCH_ADVISED,
                    TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED,
                    REVOKED -> whole;
        };
    }
}
