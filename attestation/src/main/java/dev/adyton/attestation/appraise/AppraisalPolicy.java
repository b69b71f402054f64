package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import java.time.Duration;
import java.util.Optional;

/** What a relying party accepts. Immutable; denies what it does not name. (Skeleton: fields and composition to be designed.) */
public final class AppraisalPolicy {
    private AppraisalPolicy() {}

    /** Exactly this image on a platform with hardware protection: no debug image, no simulation. */
    public static AppraisalPolicy measurement(Bytes measurement) {
        throw new UnsupportedOperationException("measurement");
    }

    /** This, and simulated platforms are accepted where their root is trusted. */
    public AppraisalPolicy allowSimulated() {
        throw new UnsupportedOperationException("allowSimulated");
    }

    /** This, and debug images are accepted. */
    public AppraisalPolicy allowDebug() {
        throw new UnsupportedOperationException("allowDebug");
    }

    /** How often the other end has to prove itself again; absent: once. */
    public Optional<Duration> reattestEvery() {
        throw new UnsupportedOperationException("reattestEvery");
    }
}
