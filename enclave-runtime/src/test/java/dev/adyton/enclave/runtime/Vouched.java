package dev.adyton.enclave.runtime;

import dev.adyton.attestation.Attester;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.RuntimeClaims;
import dev.adyton.attestation.appraise.AppraisalPolicy;
import dev.adyton.attestation.appraise.Appraiser;
import dev.adyton.attestation.simulated.SimulatedRoot;
import dev.adyton.attestation.simulated.SimulatedVerifier;
import dev.adyton.channel.AttestedChannel;
import dev.adyton.channel.ChannelOptions;
import dev.adyton.image.EnclaveImage;
import dev.adyton.records.Records;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Launcher and host of an enclave, as far as its proof is concerned. */
final class Vouched {
    private static final SimulatedRoot ROOT = SimulatedRoot.create();

    private Vouched() {}

    /** What a launcher has that measured this image. */
    static Attester attester(EnclaveImage image) {
        return Attester.of(ROOT.source(InstantSource.system()), claims(image));
    }

    private static RuntimeClaims claims(EnclaveImage image) {
        return new RuntimeClaims(
                measurement(image),
                Optional.empty(),
                image.manifest().getName(),
                image.manifest().getProductId(),
                image.manifest().getSecurityVersion(),
                image.manifest().getDebug(),
                "test",
                RuntimeClaims.Confinement.PROCESS);
    }

    /** The host's end of a channel to this image and to no other. */
    static AttestedChannel host(Records records, EnclaveImage image) {
        var policy =
                AppraisalPolicy.measurement(measurement(image)).allowSimulated().allowDebug();
        var verifier = SimulatedVerifier.trusting(Set.of(ROOT.fingerprint()));
        return AttestedChannel.host(
                records,
                new ChannelOptions(
                        "host",
                        Optional.empty(),
                        Optional.of(Appraiser.of(policy, List.of(verifier), InstantSource.system())),
                        ChannelOptions.DEFAULT_HANDSHAKE_TIMEOUT));
    }

    private static Bytes measurement(EnclaveImage image) {
        return Bytes.of(image.measurement().bytes());
    }
}
