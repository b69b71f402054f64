package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.IntelVerifier;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a policy wants of an SGX enclave and its platform. An enclave under debug is refused in any case.
 *
 * @param enclaves that are accepted; at least one
 * @param configId wanted CONFIGID, 64 bytes, which whoever starts the enclave chooses; absent: any
 * @param tcb wanted of the platform
 * @param chips PPIDs of the platforms that are accepted, 16 bytes each; empty: any
 */
public record SgxExpectation(List<Enclave> enclaves, Optional<Bytes> configId, TcbExpectation tcb, Set<Bytes> chips)
        implements PlatformExpectation {
    static final int MEASUREMENT_BYTES = 32;
    static final int CONFIG_ID_BYTES = 64;
    static final int PPID_BYTES = 16;

    /**
     * An enclave by what it is, by who signed it, or by both; whatever is given has to match.
     *
     * @param mrEnclave measurement; 32 bytes
     * @param mrSigner SHA-256 of the signer's key; 32 bytes
     * @param isvProdId the signer's number for the product; 0 to 65535
     * @param minimumIsvSvn the least security version; 0 to 65535
     */
    public record Enclave(
            Optional<Bytes> mrEnclave, Optional<Bytes> mrSigner, OptionalInt isvProdId, OptionalInt minimumIsvSvn) {
        /** @throws IllegalArgumentException unless there is a measurement, or signer, product and least security version together */
        public Enclave {
            Wanted.named("MRENCLAVE", mrEnclave, MEASUREMENT_BYTES);
            Wanted.named("MRSIGNER", mrSigner, MEASUREMENT_BYTES);
            isvProdId.ifPresent(value -> Wanted.number("ISVPRODID", value, 0xffff));
            minimumIsvSvn.ifPresent(value -> Wanted.number("ISVSVN", value, 0xffff));
            if (mrEnclave.isEmpty() && (mrSigner.isEmpty() || isvProdId.isEmpty() || minimumIsvSvn.isEmpty())) {
                throw new BadExpectationException(
                        "enclave", "named incompletely", "MRENCLAVE, or MRSIGNER with ISVPRODID and a least ISVSVN");
            }
        }
    }

    /** @throws IllegalArgumentException when a value is not as stated above */
    public SgxExpectation {
        Wanted.some("SGX enclaves", enclaves);
        enclaves = List.copyOf(enclaves);
        Wanted.bytes("CONFIGID", configId, CONFIG_ID_BYTES);
        Wanted.bytes("PPID", chips, PPID_BYTES);
        chips = Set.copyOf(chips);
    }

    /** Exactly this enclave, without configuration from outside, on any platform that is up to date. */
    public static SgxExpectation mrEnclave(Bytes measurement) {
        return of(new Enclave(Optional.of(measurement), Optional.empty(), OptionalInt.empty(), OptionalInt.empty()));
    }

    /** This product of a signer at this or a higher security version, without configuration from outside, on any platform that is up to date. */
    public static SgxExpectation mrSigner(Bytes signer, int isvProdId, int minimumIsvSvn) {
        return of(new Enclave(
                Optional.empty(), Optional.of(signer), OptionalInt.of(isvProdId), OptionalInt.of(minimumIsvSvn)));
    }

    /** One of these enclaves, without configuration from outside, on any platform that is up to date. */
    public static SgxExpectation of(Enclave... enclaves) {
        return new SgxExpectation(
                List.of(enclaves), Optional.of(Wanted.zero(CONFIG_ID_BYTES)), TcbExpectation.upToDate(), Set.of());
    }

    /** This with another wish for CONFIGID; absent: any. */
    public SgxExpectation withConfigId(Optional<Bytes> wanted) {
        return new SgxExpectation(enclaves, wanted, tcb, chips);
    }

    /** This with another wish for the platform. */
    public SgxExpectation withTcb(TcbExpectation wanted) {
        return new SgxExpectation(enclaves, configId, wanted, chips);
    }

    /** This on these platforms only. */
    public SgxExpectation withChips(Set<Bytes> ppids) {
        return new SgxExpectation(enclaves, configId, tcb, ppids);
    }

    /** {@value IntelVerifier#SGX}. */
    @Override
    public String type() {
        return IntelVerifier.SGX;
    }
}
