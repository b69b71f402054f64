package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.SnpClaims.SigningKey;
import dev.adyton.attestation.verify.SnpClaims.Tcb;
import dev.adyton.attestation.verify.SnpGuestPolicy;
import dev.adyton.attestation.verify.SnpProduct;
import dev.adyton.attestation.verify.SnpVerifier;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a policy wants of a SEV-SNP guest and its processor. A guest that lets its host debug it is refused in any case.
 *
 * @param guests that are accepted; at least one
 * @param products that are accepted, each with its least TCB versions; at least one
 * @param maximumPolicy the most that the guest's policy may allow: SMT, migration agent and CXL only where they are allowed here; single socket, AES-256-XTS, RAPL off, ciphertext hiding and page swap off
 *     where they are asked for here; at least this ABI version; never debug
 * @param vmpls privilege levels from which the report may have been asked for, 0 to 3; at least one
 * @param hostData wanted host data, 32 bytes, which the host chooses at launch; absent: any
 * @param signers whose keys may have signed the report
 * @param uncheckedAliasesAllowed whether processors are accepted whose firmware does not say that memory has no aliased addresses (ALIAS_CHECK_COMPLETE, the answer to BadRAM)
 * @param chips which chips are accepted
 */
public record SnpExpectation(
        List<Guest> guests,
        Map<SnpProduct, MinimumTcb> products,
        SnpGuestPolicy maximumPolicy,
        Set<Integer> vmpls,
        Optional<Bytes> hostData,
        Signers signers,
        boolean uncheckedAliasesAllowed,
        Chips chips)
        implements PlatformExpectation {
    static final int MEASUREMENT_BYTES = 48;
    static final int ID_BYTES = 16;
    static final int HOST_DATA_BYTES = 32;
    static final int CHIP_ID_BYTES = 64;
    static final long MAX_SVN = 0xffff_ffffL;
    private static final int MAX_VMPL = 3;
    private static final int MAX_PART = 0xff;

    // AMD 56860 section 4.3: bit 17 is always one, those from 26 on are always zero.
    private static final long POLICY_ONE = 1L << 17;
    private static final long POLICY_ZERO = -1L << 26;

    /** Default for the guest's policy: it may run with simultaneous multithreading, nothing else. */
    public static final SnpGuestPolicy STRICT_POLICY = new SnpGuestPolicy(0x30000);

    /** How sure one wants to be about a processor. */
    public enum Level {
        /** A signature by the processor is enough. */
        STANDARD,
        /** Signing keys have been extracted from Milan by who had one in his hands, so of this product a list of chips that stand in trusted places is required. */
        HIGH
    }

    /**
     * A guest by what was launched, by who signed its identity block, or by both; whatever is given has to match.
     *
     * @param measurement of what was launched; 48 bytes
     * @param idKeyDigest SHA-384 of the key that signed the identity block; 48 bytes
     * @param authorKeyDigest SHA-384 of the key that signed that key; 48 bytes
     * @param familyId chosen by the signer; 16 bytes
     * @param imageId chosen by the signer; 16 bytes
     * @param minimumGuestSvn the least security version; 0 to 2^32 - 1
     */
    public record Guest(
            Optional<Bytes> measurement,
            Optional<Bytes> idKeyDigest,
            Optional<Bytes> authorKeyDigest,
            Optional<Bytes> familyId,
            Optional<Bytes> imageId,
            OptionalLong minimumGuestSvn) {
        /** @throws IllegalArgumentException unless there is a measurement, or the digest of a key together with a least security version */
        public Guest {
            Wanted.named("launch measurement", measurement, MEASUREMENT_BYTES);
            Wanted.named("id key digest", idKeyDigest, MEASUREMENT_BYTES);
            Wanted.named("author key digest", authorKeyDigest, MEASUREMENT_BYTES);
            Wanted.bytes("family id", familyId, ID_BYTES);
            Wanted.bytes("image id", imageId, ID_BYTES);
            minimumGuestSvn.ifPresent(value -> Wanted.number("guest security version", value, MAX_SVN));
            boolean signed = idKeyDigest.isPresent() || authorKeyDigest.isPresent();
            if (measurement.isEmpty() && !(signed && minimumGuestSvn.isPresent())) {
                throw new BadExpectationException(
                        "guest",
                        "named incompletely",
                        "a measurement, or the digest of an id or author key with a least guest security version");
            }
        }

        /** Exactly what has this measurement. */
        public static Guest measurement(Bytes value) {
            return new Guest(
                    Optional.of(value),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalLong.empty());
        }

        /** What the holder of an id key signed, at this or a higher security version. */
        public static Guest signedBy(Bytes idKeyDigest, long minimumGuestSvn) {
            return new Guest(
                    Optional.empty(),
                    Optional.of(idKeyDigest),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalLong.of(minimumGuestSvn));
        }
    }

    /**
     * The least TCB versions of a product, part by part.
     *
     * @param launch at which the guest was launched
     * @param reported for which the signing key is
     * @param committed below which the machine cannot go back
     */
    public record MinimumTcb(Tcb launch, Tcb reported, Tcb committed) {
        /** The same for all three. */
        public static MinimumTcb of(Tcb least) {
            return new MinimumTcb(least, least, least);
        }
    }

    /**
     * Whose keys may have signed the report.
     *
     * @param keys at least one kind
     * @param providers whose VLEKs are accepted, as their certificates name them; at least one where VLEKs are accepted, none otherwise
     * @param revocationListRequired whether a list of what AMD's root has revoked has to be there; one that is there is looked at in any case
     */
    public record Signers(Set<SigningKey> keys, Set<String> providers, boolean revocationListRequired) {
        /** @throws IllegalArgumentException when a value is not as stated above */
        public Signers {
            Wanted.some("signing keys", keys);
            keys = Collections.unmodifiableSet(EnumSet.copyOf(keys));
            providers = Collections.unmodifiableSet(new TreeSet<>(providers));
            if (keys.contains(SigningKey.VLEK) == providers.isEmpty()) {
                throw new BadExpectationException(
                        "providers", "" + providers.size(), "some where VLEKs are accepted, none otherwise");
            }
        }

        /** Chips' own keys. */
        public static Signers vcek() {
            return new Signers(Set.of(SigningKey.VCEK), Set.of(), false);
        }

        /** Keys of these cloud providers. */
        public static Signers vlek(String... providers) {
            return new Signers(Set.of(SigningKey.VLEK), Set.of(providers), false);
        }

        /** These, and only with a revocation list. */
        public Signers requiringRevocationList() {
            return new Signers(keys, providers, true);
        }
    }

    /**
     * Which chips are accepted.
     *
     * @param level how sure one wants to be where there is no list
     * @param ids of the chips that are accepted, 64 bytes each as a report has them, by their own keys: a VLEK, which is on many chips, cannot prove which of them it is; empty: any that the level
     *     accepts
     */
    public record Chips(Level level, Set<Bytes> ids) {
        /** @throws IllegalArgumentException when a length is another one */
        public Chips {
            Wanted.bytes("chip id", ids, CHIP_ID_BYTES);
            ids = Set.copyOf(ids);
        }
    }

    /** @throws IllegalArgumentException when a value is not as stated above */
    public SnpExpectation {
        Wanted.some("guests", guests);
        guests = List.copyOf(guests);
        Wanted.some("products", products.keySet());
        products.forEach(SnpExpectation::check);
        products = Collections.unmodifiableMap(new EnumMap<>(products));
        if (maximumPolicy.debug()
                || (maximumPolicy.bits() & POLICY_ONE) == 0
                || (maximumPolicy.bits() & POLICY_ZERO) != 0) {
            throw new BadExpectationException(
                    "guest policy",
                    "0x" + Long.toHexString(maximumPolicy.bits()),
                    "bit 17 set, and bit 19 (debug) and those from 26 on clear");
        }
        Wanted.some("VMPLs", vmpls);
        vmpls.forEach(vmpl -> Wanted.number("VMPL", vmpl, MAX_VMPL));
        vmpls = Collections.unmodifiableSet(new TreeSet<>(vmpls));
        Wanted.bytes("host data", hostData, HOST_DATA_BYTES);
    }

    /** These guests on these products: by chips' own keys, asked for from VMPL 0, without host data, with checked aliases, at level high. */
    public static SnpExpectation of(Map<SnpProduct, MinimumTcb> products, Guest... guests) {
        return new SnpExpectation(
                List.of(guests),
                products,
                STRICT_POLICY,
                Set.of(0),
                Optional.of(Wanted.zero(HOST_DATA_BYTES)),
                Signers.vcek(),
                false,
                new Chips(Level.HIGH, Set.of()));
    }

    /** This with another most that the guest's policy may allow. */
    public SnpExpectation withMaximumPolicy(SnpGuestPolicy most) {
        return new SnpExpectation(guests, products, most, vmpls, hostData, signers, uncheckedAliasesAllowed, chips);
    }

    /** This with reports asked for from other privilege levels. */
    public SnpExpectation withVmpls(Set<Integer> levels) {
        return new SnpExpectation(
                guests, products, maximumPolicy, levels, hostData, signers, uncheckedAliasesAllowed, chips);
    }

    /** This with another wish for host data; absent: any. */
    public SnpExpectation withHostData(Optional<Bytes> wanted) {
        return new SnpExpectation(
                guests, products, maximumPolicy, vmpls, wanted, signers, uncheckedAliasesAllowed, chips);
    }

    /** This with other signers. */
    public SnpExpectation withSigners(Signers accepted) {
        return new SnpExpectation(
                guests, products, maximumPolicy, vmpls, hostData, accepted, uncheckedAliasesAllowed, chips);
    }

    /** This, and processors are accepted that have not checked their memory for aliased addresses. */
    public SnpExpectation allowUncheckedAliases() {
        return new SnpExpectation(guests, products, maximumPolicy, vmpls, hostData, signers, true, chips);
    }

    /** This with another wish for chips. */
    public SnpExpectation withChips(Level level, Set<Bytes> ids) {
        return new SnpExpectation(
                guests,
                products,
                maximumPolicy,
                vmpls,
                hostData,
                signers,
                uncheckedAliasesAllowed,
                new Chips(level, ids));
    }

    /** {@value SnpVerifier#TYPE}. */
    @Override
    public String type() {
        return SnpVerifier.TYPE;
    }

    private static void check(SnpProduct product, MinimumTcb least) {
        Stream.of(least.launch(), least.reported(), least.committed()).forEach(tcb -> check(product, tcb));
    }

    private static void check(SnpProduct product, Tcb tcb) {
        if (tcb.fmc().isPresent() != (product == SnpProduct.TURIN)) {
            throw new BadExpectationException(
                    "TCB version of " + product,
                    tcb.fmc().isPresent() ? "with FMC" : "without FMC",
                    "FMC for Turin and for nothing else");
        }
        for (var part : new int[] {tcb.fmc().orElse(0), tcb.bootLoader(), tcb.tee(), tcb.snp(), tcb.microcode()}) {
            Wanted.number("part of a TCB version of " + product, part, MAX_PART);
        }
    }

    /** A TCB version without FMC, of Milan or Genoa; 0 to 255 each. */
    public static Tcb tcb(int bootLoader, int tee, int snp, int microcode) {
        return new Tcb(OptionalInt.empty(), bootLoader, tee, snp, microcode);
    }
}
