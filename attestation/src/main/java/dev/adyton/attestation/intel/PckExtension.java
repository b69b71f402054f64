package dev.adyton.attestation.intel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.IntelPlatform;
import dev.adyton.attestation.verify.IntelPlatform.MemoryProtection;
import dev.adyton.attestation.verify.IntelPlatform.PckAuthority;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.DerReader;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** Reads the SGX extension of a PCK certificate (Intel SGX PCK Certificate and CRL Profile Specification 1.5, section 1.3.5). */
final class PckExtension {
    /** Of the extension; its parts have one number more, theirs again one. */
    static final String OID = "1.2.840.113741.1.13.1";

    private static final String WHAT = "SGX extension of the PCK certificate";
    private static final int BOOLEAN = 0x01;
    private static final int ENUMERATED = 0x0a;

    // Last numbers of the parts' object identifiers.
    private static final int PPID = 1;
    private static final int TCB = 2;
    private static final int PCE_ID = 3;
    private static final int FMSPC = 4;
    private static final int SGX_TYPE = 5;
    private static final int PLATFORM_INSTANCE_ID = 6;
    private static final int CONFIGURATION = 7;

    // Of the TCB's parts, after those of the components, which are 1 to 16.
    private static final int PCE_SVN = 17;
    private static final int CPU_SVN = 18;

    // Of the configuration's parts.
    private static final int DYNAMIC_PLATFORM = 1;
    private static final int CACHED_KEYS = 2;
    private static final int SMT_ENABLED = 3;

    private static final int PPID_BYTES = 16;
    private static final int PCE_ID_BYTES = 2;
    private static final int FMSPC_BYTES = 6;
    private static final int INSTANCE_ID_BYTES = 16;
    private static final int CPU_SVN_BYTES = 16;
    private static final int COMPONENTS = 16;
    private static final int MAX_COMPONENT_SVN = 0xff;
    private static final int MAX_PCE_SVN = 0xffff;

    private PckExtension() {}

    /**
     * Reads it from a certificate.
     *
     * @param authority that issued the certificate
     */
    static IntelPlatform of(X509Certificate pck, PckAuthority authority) throws VerificationException {
        var wrapped = pck.getExtensionValue(OID);
        if (wrapped == null) {
            throw new VerificationException("extensions of the PCK certificate", "no " + OID, "one");
        }
        var octets = DerReader.of(WHAT, Bytes.of(wrapped));
        var extension = octets.content(DerReader.OCTET_STRING);
        octets.end();
        return parse(Bytes.of(extension), authority);
    }

    /**
     * Reads the extension's value.
     *
     * @param extension in DER
     */
    static IntelPlatform parse(Bytes extension, PckAuthority authority) throws VerificationException {
        var outer = DerReader.of(WHAT, extension);
        var parts = PckParts.read(WHAT, outer.enter(DerReader.SEQUENCE), new byte[0]);
        outer.end();
        var tcb = parts.nested(TCB);
        // Only Intel can compare it; the components are what it stands for.
        tcb.octets(CPU_SVN, CPU_SVN_BYTES);
        var configuration =
                parts.has(CONFIGURATION) ? Optional.of(parts.nested(CONFIGURATION)) : Optional.<PckParts>empty();
        return new IntelPlatform(
                parts.octets(FMSPC, FMSPC_BYTES),
                parts.octets(PCE_ID, PCE_ID_BYTES),
                parts.octets(PPID, PPID_BYTES),
                parts.has(PLATFORM_INSTANCE_ID)
                        ? Optional.of(parts.octets(PLATFORM_INSTANCE_ID, INSTANCE_ID_BYTES))
                        : Optional.empty(),
                components(tcb),
                tcb.number(PCE_SVN, MAX_PCE_SVN),
                protection(parts),
                authority,
                flag(configuration, DYNAMIC_PLATFORM),
                flag(configuration, CACHED_KEYS),
                flag(configuration, SMT_ENABLED));
    }

    private static Bytes components(PckParts tcb) throws VerificationException {
        var components = new byte[COMPONENTS];
        for (int i = 0; i < COMPONENTS; i++) {
            components[i] = (byte) tcb.number(i + 1, MAX_COMPONENT_SVN);
        }
        return Bytes.of(components);
    }

    private static MemoryProtection protection(PckParts parts) throws VerificationException {
        var type = Bytes.of(parts.content(SGX_TYPE, ENUMERATED)).hex();
        return switch (type) {
            case "00" -> MemoryProtection.STANDARD;
            case "01" -> MemoryProtection.SCALABLE;
            case "02" -> MemoryProtection.SCALABLE_WITH_INTEGRITY;
            default -> throw new VerificationException(WHAT + ": SGX type", type, "00, 01 or 02");
        };
    }

    private static Optional<Boolean> flag(Optional<PckParts> configuration, int number) throws VerificationException {
        if (configuration.isEmpty() || !configuration.get().has(number)) {
            return Optional.empty();
        }
        var content = configuration.get().content(number, BOOLEAN);
        if (content.length != 1 || (content[0] != 0 && content[0] != (byte) 0xff)) {
            throw new VerificationException(
                    WHAT + ": configuration flag " + number, Bytes.of(content).hex(), "00 or ff");
        }
        return Optional.of(content[0] != 0);
    }
}
