package dev.adyton.channel;

import dev.adyton.attestation.Attester;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.RuntimeClaims;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.attestation.appraise.AppraisalPolicy;
import dev.adyton.attestation.appraise.Appraiser;
import dev.adyton.attestation.simulated.SimulatedRoot;
import dev.adyton.attestation.simulated.SimulatedVerifier;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A simulated machine with an image, and who trusts both. */
final class TestPlatform {
    static final Bytes MEASUREMENT = Bytes.hex("1a2b3c4d" + "11".repeat(44));

    final SimulatedRoot root = SimulatedRoot.create();

    Attester attester() {
        return attester(MEASUREMENT);
    }

    Attester attester(Bytes measurement) {
        var claims =
                new RuntimeClaims(measurement, Optional.empty(), "demo", 7, 3, false, "0.1.0", Confinement.PROCESS);
        return Attester.of(root.source(InstantSource.system()), claims);
    }

    static AppraisalPolicy policy() {
        return AppraisalPolicy.measurement(MEASUREMENT).allowSimulated();
    }

    Appraiser appraiser() {
        return appraiser(policy());
    }

    Appraiser appraiser(AppraisalPolicy policy) {
        return Appraiser.of(
                policy, List.of(SimulatedVerifier.trusting(Set.of(root.fingerprint()))), InstantSource.system());
    }
}
