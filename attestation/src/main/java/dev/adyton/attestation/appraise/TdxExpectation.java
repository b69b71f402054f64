package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.IntelVerifier;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a policy wants of a TDX trust domain and its platform. One under debug (any bit of the TUD group of its attributes), and one that service domains are bound to (MRSERVICETD other than zero), is
 * refused in any case.
 *
 * @param domains that are accepted; at least one
 * @param mrSeams measurements of the TDX modules that are accepted, 48 bytes each; empty: each that Intel's TCB information accepts, which is looked at in any case
 * @param tdAttributes wanted attributes
 * @param xfam wanted extended features
 * @param config what whoever started the domain may have configured
 * @param tcb wanted of the platform
 * @param chips PPIDs of the platforms that are accepted, 16 bytes each; empty: any
 */
public record TdxExpectation(
        List<Domain> domains,
        Set<Bytes> mrSeams,
        BitPattern tdAttributes,
        BitPattern xfam,
        Config config,
        TcbExpectation tcb,
        Set<Bytes> chips)
        implements PlatformExpectation {
    static final int MEASUREMENT_BYTES = 48;
    static final int RTMRS = 4;

    /**
     * Default for the attributes: SEPT_VE_DISABLE (bit 28) set; LASS, PKS and KL (27, 30, 31) either way; all others clear, MIGRATABLE (29) and PERFMON (63) among them (Intel TDX Module ABI,
     * {@code ATTRIBUTES}).
     */
    public static final BitPattern STRICT_ATTRIBUTES = BitPattern.of("0000001000000000", "ffffff37ffffffff");

    /** Default for XFAM: x87 and SSE set; AVX, AVX-512, PT, PKRU, PASID, CET, UINTR, LBR and AMX (0x6dbe7) either way; all others clear. */
    public static final BitPattern STRICT_XFAM = BitPattern.of("0300000000000000", "1b24f9ffffffffff");

    /**
     * A trust domain by its initial content and its run-time measurements.
     *
     * @param mrTd measurement of the initial content; 48 bytes
     * @param rtmrs the four run-time measurements, 48 bytes each; absent: any
     */
    public record Domain(Bytes mrTd, List<Optional<Bytes>> rtmrs) {
        /** @throws IllegalArgumentException when a value is not as stated above */
        public Domain {
            Wanted.named("MRTD", Optional.of(mrTd), MEASUREMENT_BYTES);
            rtmrs = List.copyOf(rtmrs);
            if (rtmrs.size() != RTMRS) {
                throw new BadExpectationException("RTMRs", "" + rtmrs.size(), "" + RTMRS);
            }
            rtmrs.forEach(rtmr -> Wanted.bytes("RTMR", rtmr, MEASUREMENT_BYTES));
        }
    }

    /**
     * Fields that whoever starts the domain chooses; 48 bytes each; absent: any.
     *
     * @param mrConfigId its configuration
     * @param mrOwner its owner
     * @param mrOwnerConfig its owner's configuration
     */
    public record Config(Optional<Bytes> mrConfigId, Optional<Bytes> mrOwner, Optional<Bytes> mrOwnerConfig) {
        /** @throws IllegalArgumentException when a length is another one */
        public Config {
            Wanted.bytes("MRCONFIGID", mrConfigId, MEASUREMENT_BYTES);
            Wanted.bytes("MROWNER", mrOwner, MEASUREMENT_BYTES);
            Wanted.bytes("MROWNERCONFIG", mrOwnerConfig, MEASUREMENT_BYTES);
        }

        /** All zero. */
        public static Config none() {
            var zero = Optional.of(Wanted.zero(MEASUREMENT_BYTES));
            return new Config(zero, zero, zero);
        }
    }

    /** @throws IllegalArgumentException when a value is not as stated above */
    public TdxExpectation {
        Wanted.some("trust domains", domains);
        domains = List.copyOf(domains);
        Wanted.bytes("MRSEAM", mrSeams, MEASUREMENT_BYTES);
        mrSeams = Set.copyOf(mrSeams);
        Wanted.bytes("PPID", chips, SgxExpectation.PPID_BYTES);
        chips = Set.copyOf(chips);
    }

    /** One of these domains, with strict attributes and features and without configuration from outside, on any platform that is up to date. */
    public static TdxExpectation of(Domain... domains) {
        return new TdxExpectation(
                List.of(domains),
                Set.of(),
                STRICT_ATTRIBUTES,
                STRICT_XFAM,
                Config.none(),
                TcbExpectation.upToDate(),
                Set.of());
    }

    /** This with these TDX modules only. */
    public TdxExpectation withMrSeams(Set<Bytes> wanted) {
        return new TdxExpectation(domains, wanted, tdAttributes, xfam, config, tcb, chips);
    }

    /** This with other wishes for attributes and extended features. */
    public TdxExpectation withAttributes(BitPattern attributes, BitPattern features) {
        return new TdxExpectation(domains, mrSeams, attributes, features, config, tcb, chips);
    }

    /** This with another wish for what was configured from outside. */
    public TdxExpectation withConfig(Config wanted) {
        return new TdxExpectation(domains, mrSeams, tdAttributes, xfam, wanted, tcb, chips);
    }

    /** This with another wish for the platform. */
    public TdxExpectation withTcb(TcbExpectation wanted) {
        return new TdxExpectation(domains, mrSeams, tdAttributes, xfam, config, wanted, chips);
    }

    /** This on these platforms only. */
    public TdxExpectation withChips(Set<Bytes> ppids) {
        return new TdxExpectation(domains, mrSeams, tdAttributes, xfam, config, tcb, ppids);
    }

    /** {@value IntelVerifier#TDX}. */
    @Override
    public String type() {
        return IntelVerifier.TDX;
    }
}
