package dev.adyton.attestation.verify;

import java.time.Instant;
import java.util.Optional;

/** What an authentic quote of Intel's DCAP says. */
public sealed interface IntelClaims extends PlatformClaims permits SgxClaims, TdxClaims {
    /** What the processor reported. */
    IntelReport report();

    /** On which processor. */
    IntelPlatform hardware();

    /** Where that stands in Intel's TCB information. */
    IntelTcb tcb();

    @Override
    default boolean simulated() {
        return false;
    }

    /** Absent: a quote carries no time. */
    @Override
    default Optional<Instant> issuedAt() {
        return Optional.empty();
    }
}
