package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.RuntimeClaims;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import java.time.Instant;
import java.util.Optional;

/** Values that the tests agree on. */
final class Known {
    static final Bytes MEASUREMENT = Bytes.hex("1a2b3c4d" + "11".repeat(44));
    static final Bytes OTHER_MEASUREMENT = Bytes.hex("aa".repeat(48));
    static final Bytes SIGNER = Bytes.hex("22".repeat(48));
    static final Bytes OTHER_SIGNER = Bytes.hex("bb".repeat(48));
    static final Bytes BINDER = Bytes.hex("33".repeat(64));
    static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private Known() {}

    static RuntimeClaims release() {
        return new RuntimeClaims(MEASUREMENT, Optional.of(SIGNER), "demo", 7, 3, false, "0.1.0", Confinement.PROCESS);
    }

    static RuntimeClaims debug() {
        return new RuntimeClaims(MEASUREMENT, Optional.empty(), "demo", 7, 3, true, "0.1.0", Confinement.IN_PROCESS);
    }
}
