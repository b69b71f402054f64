package dev.adyton.attestation.verify;

import java.util.Optional;
import java.util.stream.Stream;

/** What Intel says of a version of a platform's trusted computing base (Intel PCS API v4, {@code tcbStatus}). */
public enum TcbStatus {
    /** Nothing is known against it. */
    UP_TO_DATE("UpToDate"),
    /** The enclave's own code has to guard against something. */
    SW_HARDENING_NEEDED("SWHardeningNeeded"),
    /** The platform has to be configured differently. */
    CONFIGURATION_NEEDED("ConfigurationNeeded"),
    /** Both. */
    CONFIGURATION_AND_SW_HARDENING_NEEDED("ConfigurationAndSWHardeningNeeded"),
    /** There is a newer version, which mends something. */
    OUT_OF_DATE("OutOfDate"),
    /** There is a newer version, and the platform has to be configured differently. */
    OUT_OF_DATE_CONFIGURATION_NEEDED("OutOfDateConfigurationNeeded"),
    /** The platform was updated while the trust domain ran: it has to start again to profit. */
    TD_RELAUNCH_ADVISED("TDRelaunchAdvised"),
    /** As before, and the platform has to be configured differently. */
    TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED("TDRelaunchAdvisedConfigurationNeeded"),
    /** Its keys may be in other hands: what it signs proves nothing. Claims never carry this as their overall status. */
    REVOKED("Revoked");

    private final String label;

    TcbStatus(String label) {
        this.label = label;
    }

    /** As Intel writes it. */
    public String label() {
        return label;
    }

    /** The status that Intel writes so. */
    public static Optional<TcbStatus> of(String label) {
        return Stream.of(values()).filter(status -> status.label.equals(label)).findFirst();
    }

    /** As {@link #label()}. */
    @Override
    public String toString() {
        return label;
    }
}
