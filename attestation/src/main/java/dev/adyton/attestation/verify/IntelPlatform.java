package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.PlatformClaims.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Intel certified about the processor in its PCK certificate (Intel SGX PCK Certificate and CRL Profile Specification 1.5).
 *
 * @param fmspc family, model, stepping, platform type and custom SKU; 6 bytes
 * @param pceId of the provisioning certification enclave; 2 bytes
 * @param ppid the platform's own identifier, by which one machine can be told from another; 16 bytes
 * @param instanceId of a platform of several processors; 16 bytes; absent where the certificate has none
 * @param tcbComponents security versions of the 16 SGX components, one byte each
 * @param pceSvn security version of the provisioning certification enclave; 0 to 65535
 * @param type what protects memory
 * @param pckAuthority who issued the certificate
 * @param dynamicPlatform whether packages may be added; absent where the certificate does not say
 * @param cachedKeys whether Intel keeps the platform's root keys; absent where the certificate does not say
 * @param smtEnabled whether simultaneous multithreading is on; absent where the certificate does not say
 */
public record IntelPlatform(
        Bytes fmspc,
        Bytes pceId,
        Bytes ppid,
        Optional<Bytes> instanceId,
        Bytes tcbComponents,
        int pceSvn,
        MemoryProtection type,
        PckAuthority pckAuthority,
        Optional<Boolean> dynamicPlatform,
        Optional<Boolean> cachedKeys,
        Optional<Boolean> smtEnabled) {

    /** Every field, for people, in a fixed order. */
    public List<Field> fields() {
        var fields = new ArrayList<Field>();
        fields.add(new Field("FMSPC", fmspc().hex()));
        fields.add(new Field("PCE id", pceId().hex()));
        fields.add(new Field("PPID", ppid().hex()));
        instanceId().ifPresent(id -> fields.add(new Field("platform instance id", id.hex())));
        fields.add(new Field("SGX TCB components", tcbComponents().hex()));
        fields.add(new Field("PCE SVN", Integer.toString(pceSvn())));
        fields.add(new Field("memory protection", type().name()));
        fields.add(new Field("PCK authority", pckAuthority().name()));
        dynamicPlatform().ifPresent(is -> fields.add(new Field("dynamic platform", is.toString())));
        cachedKeys().ifPresent(is -> fields.add(new Field("cached keys", is.toString())));
        smtEnabled().ifPresent(is -> fields.add(new Field("SMT enabled", is.toString())));
        return List.copyOf(fields);
    }

    /** What protects memory against who has the machine in his hands (SGX type of the PCK certificate). */
    public enum MemoryProtection {
        /** Integrity and freshness by a tree of counters: the first generations. */
        STANDARD,
        /** Encryption without integrity. */
        SCALABLE,
        /** Encryption with integrity, without freshness. */
        SCALABLE_WITH_INTEGRITY
    }

    /** Intel's two authorities for PCK certificates, each with a revocation list of its own. */
    public enum PckAuthority {
        /** For single processors. */
        PROCESSOR,
        /** For platforms of several. */
        PLATFORM
    }
}
