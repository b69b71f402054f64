package dev.adyton.attestation.simulated;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.ChannelBinding;
import dev.adyton.attestation.verify.EvidenceVerifier;
import dev.adyton.attestation.verify.PlatformClaims;
import dev.adyton.attestation.verify.PlatformClaims.Field;
import dev.adyton.attestation.verify.VerificationException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Verifies evidence of simulated platforms whose root is trusted by its fingerprint. Evidence may be up to 5 minutes from the future, since two
 * machines' clocks differ; how old it may be is for a policy to say. Immutable.
 */
public final class SimulatedVerifier implements EvidenceVerifier {
    /** How far the clock of the machine that issued evidence may be ahead; as much as Kerberos allows (RFC 4120 section 3.1.3). */
    static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final Set<Bytes> roots;

    private SimulatedVerifier(Set<Bytes> roots) {
        this.roots = roots;
    }

    /**
     * A verifier that trusts these roots and no other; with none it refuses everything.
     *
     * @param roots fingerprints as of {@link SimulatedRoot#fingerprint()}; 32 bytes each
     * @throws IllegalArgumentException for a fingerprint of another length
     */
    public static SimulatedVerifier trusting(Set<Bytes> roots) {
        for (var root : roots) {
            if (root.size() != RootKey.FINGERPRINT_BYTES) {
                throw new IllegalArgumentException("fingerprint of a simulated root: found " + root.size()
                        + " bytes, wanted " + RootKey.FINGERPRINT_BYTES);
            }
        }
        return new SimulatedVerifier(Set.copyOf(roots));
    }

    @Override
    public String type() {
        return SimulatedRoot.TYPE;
    }

    /** Whether evidence looks like that of a simulated platform; whether it is, is another question. */
    public static boolean looksSimulated(Bytes evidence) {
        int magic = SimulatedEvidence.MAGIC.length;
        return evidence.size() > magic
                && Arrays.equals(evidence.slice(0, magic).toByteArray(), SimulatedEvidence.MAGIC);
    }

    /**
     * Every field of evidence, for people; nothing is verified.
     *
     * @throws VerificationException when it is not of the form of simulated evidence
     */
    public static List<Field> fields(Bytes platform) throws VerificationException {
        var evidence = taken(platform);
        return List.of(
                new Field("issued at", evidence.issuedAt().toString()),
                new Field("report data", evidence.reportData().hex()),
                new Field("root key", evidence.rootKey().hex()),
                new Field(
                        "root fingerprint",
                        RootKey.fingerprint(evidence.rootKey()).hex()),
                new Field("signature", evidence.signature().hex()));
    }

    /**
     * Verifies evidence, whatever it vouches for.
     *
     * @return {@link SimulatedClaims}
     */
    public PlatformClaims verify(Bytes platform, Instant at) throws VerificationException {
        return verify(platform, taken(platform).reportData(), at);
    }

    /** Returns {@link SimulatedClaims}. */
    @Override
    public PlatformClaims verify(Bytes platform, Bytes reportData, Instant at) throws VerificationException {
        if (reportData.size() != ChannelBinding.BINDER_BYTES) {
            throw new IllegalArgumentException(
                    "report data: found " + reportData.size() + " bytes, wanted " + ChannelBinding.BINDER_BYTES);
        }
        var evidence = taken(platform);
        var root = trusted(evidence.rootKey());
        if (!RootKey.verifies(evidence.rootKey(), evidence.toBeSigned(), evidence.signature())) {
            throw new VerificationException(
                    "simulated signature", "one that the root did not make", "the root's over this evidence");
        }
        if (!evidence.reportData().equals(reportData)) {
            throw new VerificationException("report data", evidence.reportData().hex(), reportData.hex());
        }
        if (evidence.issuedAt().isAfter(at.plus(CLOCK_SKEW))) {
            throw new VerificationException(
                    "issue time",
                    evidence.issuedAt().toString(),
                    "at most " + CLOCK_SKEW.toMinutes() + " minutes after " + at);
        }
        return new SimulatedClaims(root, evidence.issuedAt());
    }

    private static SimulatedEvidence taken(Bytes platform) throws VerificationException {
        if (platform.size() != SimulatedEvidence.BYTES) {
            throw new VerificationException(
                    "simulated evidence", platform.size() + " bytes", SimulatedEvidence.BYTES + " bytes");
        }
        var magic = platform.slice(0, SimulatedEvidence.MAGIC.length);
        if (!Arrays.equals(magic.toByteArray(), SimulatedEvidence.MAGIC)) {
            throw new VerificationException(
                    "simulated evidence",
                    "magic " + magic.hex(),
                    Bytes.of(SimulatedEvidence.MAGIC).hex());
        }
        return SimulatedEvidence.decode(platform);
    }

    private Bytes trusted(Bytes rootKey) throws VerificationException {
        var found = RootKey.fingerprint(rootKey);
        if (!roots.contains(found)) {
            throw new VerificationException("simulated root", found.hex(), wanted());
        }
        return found;
    }

    private String wanted() {
        return roots.isEmpty()
                ? "a trusted root, and none is trusted"
                : String.join(" or ", roots.stream().map(Bytes::hex).sorted().toList());
    }
}
