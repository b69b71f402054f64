package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.NitroVerifier;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a policy wants of a Nitro enclave. One in debug mode is refused in any case.
 *
 * @param enclaves that are accepted; at least one
 */
public record NitroExpectation(List<Registers> enclaves) implements PlatformExpectation {
    static final int PCR_BYTES = 48;
    static final int MAX_INDEX = 31;
    static final int IMAGE = 0;
    static final int SIGNER = 8;

    /**
     * An enclave by its platform configuration registers, all of which have to match: 0 the image, 1 kernel and boot ramdisk, 2 application, 3 role of the instance, 4 id of the instance, 8 signer of
     * the image.
     *
     * @param pcrs by index, 0 to 31, of 48 bytes each, none zero; at least 0 or 8
     */
    public record Registers(SortedMap<Integer, Bytes> pcrs) {
        /** @throws IllegalArgumentException when a value is not as stated above */
        public Registers {
            pcrs = Collections.unmodifiableSortedMap(new TreeMap<>(pcrs));
            for (var pcr : pcrs.entrySet()) {
                Wanted.number("index of a PCR", pcr.getKey(), MAX_INDEX);
                Wanted.named("PCR" + pcr.getKey(), Optional.of(pcr.getValue()), PCR_BYTES);
            }
            if (!pcrs.containsKey(IMAGE) && !pcrs.containsKey(SIGNER)) {
                throw new BadExpectationException("enclave", "named incompletely", "PCR0 or PCR8");
            }
        }
    }

    /** @throws IllegalArgumentException when there is no enclave */
    public NitroExpectation {
        Wanted.some("Nitro enclaves", enclaves);
        enclaves = List.copyOf(enclaves);
    }

    /** The enclave with these registers. */
    public static NitroExpectation of(Map<Integer, Bytes> pcrs) {
        return new NitroExpectation(List.of(new Registers(new TreeMap<>(pcrs))));
    }

    /** {@value NitroVerifier#TYPE}. */
    @Override
    public String type() {
        return NitroVerifier.TYPE;
    }
}
