package dev.adyton.attestation.amd;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.SnpClaims.SigningKey;
import dev.adyton.attestation.verify.SnpProduct;
import dev.adyton.attestation.verify.VerificationException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A report whose form is right, and nothing more: nobody vouches for it yet.
 *
 * @param version 2, 3 or 5
 * @param signingKey which key is said to have signed it
 * @param product by the processor's family and model; absent in version 2, which does not tell
 * @param bytes of the whole report
 */
record SnpReport(int version, SigningKey signingKey, Optional<SnpProduct> product, Bytes bytes) {
    private static final Set<Integer> VERSIONS = Set.of(2, 3, 5);
    private static final int FIRST_WITH_CPUID = 3;
    private static final int FIRST_WITH_MITIGATIONS = 5;
    private static final int ECDSA_P384_SHA384 = 1;
    private static final int HIGHEST_VMPL = 3;

    // Policy, section 4.3: bit 17 is one, bits from 26 on are zero.
    private static final long POLICY_ONE = 1L << 17;
    private static final long POLICY_ZERO = -1L << 26;

    // Flags at 0x48: bits from 5 on are zero, bits 2 to 4 tell the signing key.
    private static final long FLAGS_ZERO = -1L << 5;
    private static final int SIGNING_KEY_SHIFT = 2;
    private static final int SIGNING_KEY_MASK = 7;

    /** Reads a report of exactly {@value ReportField#REPORT_BYTES} bytes. */
    static SnpReport parse(Bytes report) throws VerificationException {
        if (report.size() != ReportField.REPORT_BYTES) {
            throw new VerificationException(
                    "size of the report", report.size() + " bytes", ReportField.REPORT_BYTES + "");
        }
        var version = ReportField.VERSION.number(report);
        if (version > Integer.MAX_VALUE || !VERSIONS.contains((int) version)) {
            throw new VerificationException("version of the report", version + "", "2, 3 or 5");
        }
        checkReserved(report, (int) version);
        checkPolicy(ReportField.POLICY.number(report));
        checkNumber("VMPL", ReportField.VMPL.number(report), 0, HIGHEST_VMPL);
        checkNumber(
                "signature algorithm of the report",
                ReportField.SIGNATURE_ALGO.number(report),
                ECDSA_P384_SHA384,
                ECDSA_P384_SHA384);
        return new SnpReport((int) version, signingKey(report), product(report, (int) version), report);
    }

    private static void checkReserved(Bytes report, int version) throws VerificationException {
        var reserved = EnumSet.of(
                ReportField.RESERVED_04C,
                ReportField.RESERVED_18B,
                ReportField.RESERVED_1EB,
                ReportField.RESERVED_1EF,
                ReportField.RESERVED_208,
                ReportField.SIGNATURE_RESERVED);
        if (version < FIRST_WITH_CPUID) {
            reserved.addAll(EnumSet.range(ReportField.CPUID_FAM_ID, ReportField.CPUID_STEP));
        }
        if (version < FIRST_WITH_MITIGATIONS) {
            reserved.addAll(EnumSet.range(ReportField.LAUNCH_MIT_VECTOR, ReportField.CURRENT_MIT_VECTOR));
        }
        for (var field : reserved) {
            var found = field.bytes(report);
            if (!isZero(found)) {
                throw new VerificationException(
                        "reserved bytes at 0x%03x of the report".formatted(field.offset()),
                        found.shortHex() + "...",
                        "zero");
            }
        }
    }

    private static void checkPolicy(long policy) throws VerificationException {
        if ((policy & POLICY_ONE) == 0 || (policy & POLICY_ZERO) != 0) {
            throw new VerificationException("guest policy", hex(policy), "bit 17 set and those from 26 on clear");
        }
    }

    private static SigningKey signingKey(Bytes report) throws VerificationException {
        var flags = ReportField.FLAGS.number(report);
        if ((flags & FLAGS_ZERO) != 0) {
            throw new VerificationException("flags of the report", hex(flags), "bits from 5 on clear");
        }
        var key = ((int) flags >> SIGNING_KEY_SHIFT) & SIGNING_KEY_MASK;
        return switch (key) {
            case 0 -> SigningKey.VCEK;
            case 1 -> SigningKey.VLEK;
            default -> throw new VerificationException("signing key of the report", key + "", "0 (VCEK) or 1 (VLEK)");
        };
    }

    private static Optional<SnpProduct> product(Bytes report, int version) throws VerificationException {
        if (version < FIRST_WITH_CPUID) {
            return Optional.empty();
        }
        var family = ReportField.CPUID_FAM_ID.octet(report);
        var model = ReportField.CPUID_MOD_ID.octet(report);
        var product = Products.of(family, model);
        if (product.isEmpty()) {
            throw new VerificationException(
                    "processor of the report",
                    "family 0x%02x, model 0x%02x".formatted(family, model),
                    "one of " + Arrays.toString(SnpProduct.values()));
        }
        return product;
    }

    private static void checkNumber(String what, long found, long least, long most) throws VerificationException {
        if (found < least || found > most) {
            throw new VerificationException(what, found + "", least == most ? least + "" : least + " to " + most);
        }
    }

    static boolean isZero(Bytes bytes) {
        return bytes.equals(Bytes.of(new byte[bytes.size()]));
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    boolean hasCpuid() {
        return version >= FIRST_WITH_CPUID;
    }

    boolean hasMitigations() {
        return version >= FIRST_WITH_MITIGATIONS;
    }

    Bytes get(ReportField field) {
        return field.bytes(bytes);
    }

    long number(ReportField field) {
        return field.number(bytes);
    }
}
