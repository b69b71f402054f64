package dev.adyton.cli;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.appraise.AppraisalPolicy;
import dev.adyton.attestation.appraise.Appraiser;
import dev.adyton.attestation.verify.EndorsementBundle;
import dev.adyton.host.channel.HostAppraisal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which simulated platforms are trusted: this machine's own, and those that are named. */
final class SimulatedRoots {
    private static final int FINGERPRINT_DIGITS = 64;

    @Option(
            names = "--simulated-root",
            paramLabel = "FINGERPRINT",
            converter = FingerprintConverter.class,
            description =
                    "Trust this simulated platform too, as `adyton provision-server` prints it: 64 hex digits. May be repeated."
                            + " This machine's own is trusted.")
    private List<Bytes> named = new ArrayList<>();

    /** Whether there are others than this machine's. */
    boolean areNamed() {
        return !named.isEmpty();
    }

    /** Fingerprints of all of them as they are now; this machine's root is made where there is none yet. */
    Set<Bytes> fingerprints() {
        var all = new HashSet<>(named);
        all.addAll(HostAppraisal.rootsOfThisMachine());
        return all;
    }

    /** Appraises by this policy what any of them vouches for; this machine's root is made where there is none yet. */
    Appraiser appraiser(AppraisalPolicy policy, EndorsementBundle endorsements) {
        return HostAppraisal.ofThisMachine(policy, Set.copyOf(named), endorsements);
    }

    /** Of hex digits. */
    static final class FingerprintConverter implements ITypeConverter<Bytes> {
        @Override
        public Bytes convert(String hex) {
            if (!hex.matches("[0-9a-fA-F]{" + FINGERPRINT_DIGITS + "}")) {
                throw new TypeConversionException(
                        "found \"" + hex + "\", wanted " + FINGERPRINT_DIGITS + " hex digits");
            }
            return Bytes.hex(hex);
        }
    }
}
