package dev.adyton.attestation.amd;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.SnpClaims.Tcb;
import dev.adyton.attestation.verify.SnpProduct;
import dev.adyton.attestation.verify.VerificationException;
import java.util.OptionalInt;

/**
 * The 8 bytes of a TCB version (TCB_VERSION, AMD 56860 revision 1.58, section 2.2), one for each part of the firmware. Turin's are in another order than those of Milan and
 * Genoa, so nothing can be read of them before it is known whose they are.
 */
public final class TcbVersion {
    /** Index of the microcode's version, in both layouts. */
    private static final int MICROCODE = 7;

    // Milan and Genoa: 0 boot loader, 1 TEE, 2 to 5 reserved, 6 SNP.
    private static final int MILAN_RESERVED_FROM = 2;
    private static final int MILAN_RESERVED_TO = 6;

    // Turin: 0 FMC, 1 boot loader, 2 TEE, 3 SNP, 4 to 6 reserved.
    private static final int TURIN_RESERVED_FROM = 4;
    private static final int TURIN_RESERVED_TO = 7;

    private TcbVersion() {}

    /**
     * Reads a TCB version in the layout of a product.
     *
     * @param field of the report
     * @throws VerificationException when reserved bytes are not zero
     */
    static Tcb parse(SnpReport report, ReportField field, SnpProduct product) throws VerificationException {
        return parse(field + " of the report", report.get(field), product);
    }

    /**
     * Reads a TCB version in the layout of a product.
     *
     * @param what it is, for errors
     * @param found 8 bytes
     * @throws VerificationException when reserved bytes are not zero
     */
    public static Tcb parse(String what, Bytes found, SnpProduct product) throws VerificationException {
        var octets = found.toByteArray();
        var turin = product == SnpProduct.TURIN;
        checkReserved(
                what,
                product,
                found,
                turin ? TURIN_RESERVED_FROM : MILAN_RESERVED_FROM,
                turin ? TURIN_RESERVED_TO : MILAN_RESERVED_TO);
        return turin
                ? new Tcb(
                        OptionalInt.of(at(octets, 0)),
                        at(octets, 1),
                        at(octets, 2),
                        at(octets, 3),
                        at(octets, MICROCODE))
                : new Tcb(OptionalInt.empty(), at(octets, 0), at(octets, 1), at(octets, 6), at(octets, MICROCODE));
    }

    private static void checkReserved(String what, SnpProduct product, Bytes found, int from, int to)
            throws VerificationException {
        if (!SnpReport.isZero(found.slice(from, to))) {
            throw new VerificationException(
                    what, found.hex(), "bytes %d to %d zero, as it is %s".formatted(from, to - 1, product));
        }
    }

    private static int at(byte[] octets, int index) {
        return Byte.toUnsignedInt(octets[index]);
    }
}
