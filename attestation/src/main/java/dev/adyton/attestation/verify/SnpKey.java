package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.amd.SnpVerification;
import dev.adyton.attestation.amd.TcbVersion;
import dev.adyton.attestation.verify.SnpClaims.SigningKey;
import dev.adyton.attestation.verify.SnpClaims.Tcb;
import java.util.Optional;

/**
 * Which key a report says that it was signed by: what to look for AMD's certificate by. Not verified, so it is good for looking only.
 *
 * @param kind of key
 * @param product line of the processor; absent where the report does not tell (version 2)
 * @param chipId whose VCEK it is, as the report has it, 64 bytes; absent for a VLEK, which is no chip's
 * @param reportedTcb TCB version that the key is for, as the report has it; 8 bytes, whose layout is the product's
 */
public record SnpKey(SigningKey kind, Optional<SnpProduct> product, Optional<Bytes> chipId, Bytes reportedTcb) {
    /** Length of a chip's id in a report. */
    public static final int CHIP_ID_BYTES = 64;

    /** Length of a TCB version in a report. */
    public static final int TCB_BYTES = 8;

    /** @throws IllegalArgumentException when a length is another, a VCEK is of no chip, or a VLEK of one */
    public SnpKey {
        if (chipId.isPresent() != (kind == SigningKey.VCEK)) {
            throw new IllegalArgumentException(
                    "chip of a " + kind + ": found " + (chipId.isPresent() ? "one, wanted none" : "none, wanted one"));
        }
        if (chipId.isPresent() && chipId.get().size() != CHIP_ID_BYTES) {
            throw new IllegalArgumentException(
                    "chip id: found " + chipId.get().size() + " bytes, wanted " + CHIP_ID_BYTES);
        }
        if (reportedTcb.size() != TCB_BYTES) {
            throw new IllegalArgumentException(
                    "reported TCB: found " + reportedTcb.size() + " bytes, wanted " + TCB_BYTES);
        }
    }

    /**
     * The key that a report names.
     *
     * @param evidence a report, and whatever follows it
     * @throws VerificationException when that is no report
     */
    public static SnpKey of(Bytes evidence) throws VerificationException {
        return SnpVerification.key(evidence);
    }

    /**
     * The reported TCB version, in the layout of a product.
     *
     * @throws VerificationException when bytes are not zero that are reserved there, so that it is another product's
     */
    public Tcb tcb(SnpProduct of) throws VerificationException {
        return TcbVersion.parse("reported TCB", reportedTcb, of);
    }
}
