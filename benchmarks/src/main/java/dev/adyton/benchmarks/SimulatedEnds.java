package dev.adyton.benchmarks;

import dev.adyton.attestation.Attester;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.RuntimeClaims;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.attestation.appraise.AppraisalPolicy;
import dev.adyton.attestation.appraise.Appraiser;
import dev.adyton.attestation.simulated.SimulatedRoot;
import dev.adyton.attestation.simulated.SimulatedVerifier;
import dev.adyton.channel.ChannelOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An enclave on a simulated machine of its own, and a host that accepts exactly it. */
final class SimulatedEnds {
    private static final Bytes MEASUREMENT = Bytes.hex("be".repeat(48));

    private final SimulatedRoot root = SimulatedRoot.create();

    ChannelOptions host() {
        var appraiser = Appraiser.of(
                AppraisalPolicy.measurement(MEASUREMENT).allowSimulated(),
                List.of(SimulatedVerifier.trusting(Set.of(root.fingerprint()))),
                InstantSource.system());
        return new ChannelOptions(
                "bench-host", Optional.empty(), Optional.of(appraiser), ChannelOptions.DEFAULT_HANDSHAKE_TIMEOUT);
    }

    ChannelOptions enclave() {
        var claims =
                new RuntimeClaims(MEASUREMENT, Optional.empty(), "bench", 0, 0, false, "0.1.0", Confinement.IN_PROCESS);
        var attester = Attester.of(root.source(InstantSource.system()), claims);
        return new ChannelOptions(
                "bench-enclave", Optional.of(attester), Optional.empty(), ChannelOptions.DEFAULT_HANDSHAKE_TIMEOUT);
    }
}
