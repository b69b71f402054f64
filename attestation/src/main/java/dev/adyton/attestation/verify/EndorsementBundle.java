package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Endorsements of vendors in a file, for relying parties that cannot or do not want to ask the vendors themselves; described in
 * {@code docs/hardware-evidence.md}. All of it is signed by the vendors, so the file may come from anywhere. Immutable.
 *
 * @param intel by kind of platform; up to {@value #MAX_ENTRIES}
 * @param amd by the key that they are about; up to {@value #MAX_ENTRIES}
 */
public record EndorsementBundle(
        SequencedMap<IntelKind, IntelCollateral> intel, SequencedMap<SnpKey, SnpEndorsements> amd) {
    /** Most bytes of a file. */
    public static final int MAX_BYTES = 16 * 1024 * 1024;

    /** Most entries of a vendor. */
    public static final int MAX_ENTRIES = 256;

    /** A bundle without anything. */
    public static final EndorsementBundle EMPTY = new EndorsementBundle(new LinkedHashMap<>(), new LinkedHashMap<>());

    /** @throws IllegalArgumentException when a vendor has more entries */
    public EndorsementBundle {
        intel = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(intel));
        amd = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(amd));
        var most = Math.max(intel.size(), amd.size());
        if (most > MAX_ENTRIES) {
            throw new IllegalArgumentException(
                    "endorsements: found " + most + " of a vendor, wanted at most " + MAX_ENTRIES);
        }
    }

    /**
     * Reads what {@link #toJson()} makes; other members are refused.
     *
     * @throws MalformedEvidenceException showing what was found and wanted
     */
    public static EndorsementBundle parse(Bytes json) throws MalformedEvidenceException {
        return BundleReader.read(json);
    }

    /** As JSON, ASCII only. */
    public String toJson() {
        return BundleWriter.write(this);
    }

    /** This with endorsements for a kind of platform, instead of those that there may be. */
    public EndorsementBundle with(IntelKind kind, IntelCollateral collateral) {
        var more = new LinkedHashMap<>(intel);
        more.put(kind, collateral);
        return new EndorsementBundle(more, amd);
    }

    /** This with endorsements of a key, instead of those that there may be. */
    public EndorsementBundle with(SnpKey key, SnpEndorsements endorsements) {
        var more = new LinkedHashMap<>(amd);
        more.put(key, endorsements);
        return new EndorsementBundle(intel, more);
    }

    /**
     * Those of Intel for a type of evidence.
     *
     * @param type {@link IntelVerifier#SGX} or {@link IntelVerifier#TDX}
     */
    public IntelEndorsements intelFor(String type) {
        return platform -> {
            var kind = IntelKind.of(type, platform);
            var found = intel.get(kind);
            if (found == null) {
                throw new VerificationException(
                        "endorsements for " + kind, intel.isEmpty() ? "none" : "those for " + intel.keySet(), "one");
            }
            return found;
        };
    }

    /** Those of AMD for a key, where there are any. */
    public Optional<SnpEndorsements> amdFor(SnpKey key) {
        return Optional.ofNullable(amd.get(key));
    }
}
