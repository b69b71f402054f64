package dev.adyton.host.channel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.attestation.appraise.AppraisalPolicy;
import dev.adyton.attestation.appraise.Appraiser;
import dev.adyton.attestation.appraise.HardwareVerifiers;
import dev.adyton.attestation.simulated.RunningRoots;
import dev.adyton.attestation.simulated.SimulatedRoot;
import dev.adyton.attestation.simulated.SimulatedVerifier;
import dev.adyton.attestation.verify.EndorsementBundle;
import dev.adyton.attestation.verify.EvidenceVerifier;
import dev.adyton.attestation.verify.HardwareAnchors;
import dev.adyton.attestation.verify.PlatformClaims;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.image.EnclaveImage;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

/** The appraisers that hosts use: a policy, together with the roots whose evidence can be authentic. */
public final class HostAppraisal {
    private static final System.Logger LOG = System.getLogger(HostAppraisal.class.getPackageName());

    private HostAppraisal() {}

    /**
     * Accepts exactly this image, on a simulated platform too where its root is trusted. A debug image is accepted when it is this one: its
     * measurement, which says so, names nothing else.
     *
     * @param simulatedRoots fingerprints of the roots of simulated platforms that are trusted; 32 bytes each
     */
    public static Appraiser ofImage(EnclaveImage image, Set<Bytes> simulatedRoots) {
        return ofImage(image, simulatedRoots, Confinement.IN_PROCESS);
    }

    /**
     * As {@link #ofImage(EnclaveImage, Set)}, where the enclave is confined.
     *
     * @param least what has to keep the enclave and its machine apart, at least
     */
    public static Appraiser ofImage(EnclaveImage image, Set<Bytes> simulatedRoots, Confinement least) {
        return of(exactly(image, least), simulatedRoots);
    }

    /** The policy that accepts exactly this image, also on a simulated platform, confined at least so much. */
    public static AppraisalPolicy exactly(EnclaveImage image, Confinement least) {
        var exact = AppraisalPolicy.measurement(Bytes.of(image.measurement().bytes()))
                .allowSimulated()
                .withMinimumConfinement(least);
        return image.manifest().getDebug() ? exact.allowDebug() : exact;
    }

    /**
     * Accepts what the policy accepts, without endorsements of hardware: evidence of Intel platforms, and of AMD platforms that bring no certificate, is not authentic then.
     *
     * @param simulatedRoots fingerprints of the roots of simulated platforms that are trusted; 32 bytes each
     */
    public static Appraiser of(AppraisalPolicy policy, Set<Bytes> simulatedRoots) {
        return of(policy, simulatedRoots, EndorsementBundle.EMPTY);
    }

    /**
     * Accepts what the policy accepts. Simulated platforms are looked at only where the policy allows them; hardware of Intel, AMD and AWS, by the vendors' own roots, where it allows theirs.
     *
     * @param simulatedRoots fingerprints of the roots of simulated platforms that are trusted; 32 bytes each
     * @param endorsements of hardware
     */
    public static Appraiser of(AppraisalPolicy policy, Set<Bytes> simulatedRoots, EndorsementBundle endorsements) {
        return of(policy, SimulatedVerifier.trusting(simulatedRoots), endorsements);
    }

    private static Appraiser of(AppraisalPolicy policy, EvidenceVerifier simulated, EndorsementBundle endorsements) {
        var verifiers = new ArrayList<EvidenceVerifier>();
        verifiers.add(simulated);
        verifiers.addAll(HardwareVerifiers.of(policy, HardwareAnchors.vendors(), endorsements)
                .verifiers());
        return Appraiser.of(policy, verifiers, InstantSource.system());
    }

    /**
     * As {@link #of(AppraisalPolicy, Set, EndorsementBundle)}, with the roots of this machine trusted too: {@link #rootsOfThisMachine()} at the time of each appraisal, so that a launcher may be started
     * later.
     *
     * @param others fingerprints of roots of simulated platforms elsewhere that are trusted; 32 bytes each
     * @param endorsements of hardware
     */
    public static Appraiser ofThisMachine(AppraisalPolicy policy, Set<Bytes> others, EndorsementBundle endorsements) {
        return of(policy, new MachineVerifier(others), endorsements);
    }

    /**
     * Fingerprints of the simulated platforms' roots of this machine and user: the one that is kept, which is made if there is none yet, and those of launcher processes that
     * run now. It is what a host trusts for a first try. Empty, with the reason in the log, when they cannot be had.
     */
    public static Set<Bytes> rootsOfThisMachine() {
        var directory = SimulatedRoot.machineDirectory();
        try {
            var roots = new HashSet<>(RunningRoots.beside(directory).fingerprints());
            roots.add(SimulatedRoot.in(directory).fingerprint());
            return Set.copyOf(roots);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "no simulated platform of this machine is trusted: {0}", e.getMessage());
            return Set.of();
        }
    }

    private record MachineVerifier(Set<Bytes> others) implements EvidenceVerifier {
        @Override
        public String type() {
            return SimulatedRoot.TYPE;
        }

        @Override
        public PlatformClaims verify(Bytes platform, Bytes reportData, Instant at) throws VerificationException {
            var roots = new HashSet<>(others);
            roots.addAll(rootsOfThisMachine());
            return SimulatedVerifier.trusting(roots).verify(platform, reportData, at);
        }
    }
}
