package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What an authentic attestation report of AMD SEV-SNP says (ATTESTATION_REPORT, AMD 56860 revision 1.58). Immutable.
 *
 * @param version of the report; 2, 3 or 5
 * @param product line of the processor
 * @param signer whose key signed the report
 * @param guest that asked for it
 * @param firmware that made it
 */
public record SnpClaims(int version, SnpProduct product, Signer signer, Guest guest, Firmware firmware)
        implements PlatformClaims {

    /** Which kind of key signs reports. */
    public enum SigningKey {
        /** Of one chip at one TCB version (versioned chip endorsement key). */
        VCEK,
        /** Of one cloud provider at one TCB version, on any of its chips (versioned loaded endorsement key). */
        VLEK
    }

    /**
     * Whose key signed the report.
     *
     * @param key its kind
     * @param chipId of the chip, from the report: 64 bytes, with a VCEK the same as in its certificate (Turin's has 8 bytes and 56 zeros); absent where the
     *     provider masks it
     * @param provider the cloud provider's name, from the certificate of a VLEK
     * @param revocationChecked whether a revocation list was looked at
     */
    public record Signer(
            SigningKey key, Optional<Bytes> chipId, Optional<String> provider, boolean revocationChecked) {}

    /**
     * The guest that asked for the report.
     *
     * @param securityVersion chosen by its signer; 0 to 2^32 - 1
     * @param policy that the firmware enforces for it
     * @param familyId chosen by its signer; 16 bytes
     * @param imageId chosen by its signer; 16 bytes
     * @param vmpl privilege level at which it asked; 0 (highest) to 3
     * @param reportData that it asked to have signed; 64 bytes
     * @param measurement of what was launched; 48 bytes
     * @param hostData chosen by the host at launch; 32 bytes
     * @param idKeyDigest SHA-384 of the key that signed its identity block; 48 bytes, zero without one
     * @param authorKeyDigest SHA-384 of the key that signed that key; 48 bytes; absent without one
     * @param reportId of this guest; 32 bytes
     * @param migrationAgentReportId of its migration agent; 32 bytes, all ones without one
     */
    public record Guest(
            long securityVersion,
            SnpGuestPolicy policy,
            Bytes familyId,
            Bytes imageId,
            int vmpl,
            Bytes reportData,
            Bytes measurement,
            Bytes hostData,
            Bytes idKeyDigest,
            Optional<Bytes> authorKeyDigest,
            Bytes reportId,
            Bytes migrationAgentReportId) {}

    /**
     * The firmware that made the report and the machine it runs.
     *
     * @param info how the machine is set up
     * @param processor CPUID family, model and stepping; absent in version 2
     * @param current TCB version that runs
     * @param reported TCB version for which the signing key is
     * @param committed TCB version below which the machine cannot go back
     * @param launch TCB version at which the guest was launched
     * @param currentVersion of the firmware that runs, {@code major.minor.build}
     * @param committedVersion of the firmware below which the machine cannot go back
     * @param launchMitigations bit mask of mitigations at launch of the guest; absent before version 5
     * @param currentMitigations bit mask of mitigations now; absent before version 5
     */
    public record Firmware(
            SnpPlatformInfo info,
            Optional<Processor> processor,
            Tcb current,
            Tcb reported,
            Tcb committed,
            Tcb launch,
            String currentVersion,
            String committedVersion,
            OptionalLong launchMitigations,
            OptionalLong currentMitigations) {}

    /** CPUID numbers, the extended parts added; 0 to 255 each. */
    public record Processor(int family, int model, int stepping) {}

    /**
     * A TCB version: security versions of the parts of the firmware, 0 to 255 each.
     *
     * @param fmc of the FMC, which only Turin has
     * @param bootLoader of the boot loader of the secure processor
     * @param tee of its operating system
     * @param snp of the SNP firmware
     * @param microcode of the lowest patch level of all cores
     */
    public record Tcb(OptionalInt fmc, int bootLoader, int tee, int snp, int microcode) {
        /** E.g. {@code boot loader 4, TEE 0, SNP 24, microcode 219}. */
        @Override
        public String toString() {
            var rest = "boot loader %d, TEE %d, SNP %d, microcode %d".formatted(bootLoader, tee, snp, microcode);
            return fmc.isPresent() ? "FMC " + fmc.getAsInt() + ", " + rest : rest;
        }
    }

    /** {@code sev-snp}. */
    @Override
    public String platform() {
        return SnpVerifier.TYPE;
    }

    /** False: AMD's hardware stands behind it. */
    @Override
    public boolean simulated() {
        return false;
    }

    /** Whether the guest's policy lets the host read its memory. */
    @Override
    public boolean debug() {
        return guest.policy().debug();
    }

    /** Absent: a report carries no time. */
    @Override
    public Optional<Instant> issuedAt() {
        return Optional.empty();
    }

    @Override
    public List<Field> fields() {
        var fields = new ArrayList<Field>();
        add(fields, "report version", version);
        add(fields, "product", product);
        add(fields, "signing key", signer.key());
        signer.chipId().ifPresent(id -> add(fields, "chip id", id));
        signer.provider().ifPresent(name -> add(fields, "cloud provider", name));
        add(fields, "revocation list", signer.revocationChecked() ? "checked" : "none given");
        addGuest(fields);
        addFirmware(fields);
        return List.copyOf(fields);
    }

    private void addGuest(List<Field> fields) {
        add(fields, "measurement", guest.measurement());
        add(fields, "report data", guest.reportData());
        add(fields, "guest policy", guest.policy());
        add(fields, "guest security version", guest.securityVersion());
        add(fields, "VMPL", guest.vmpl());
        add(fields, "host data", guest.hostData());
        add(fields, "family id", guest.familyId());
        add(fields, "image id", guest.imageId());
        add(fields, "id key digest", guest.idKeyDigest());
        guest.authorKeyDigest().ifPresent(digest -> add(fields, "author key digest", digest));
        add(fields, "report id", guest.reportId());
        add(fields, "migration agent's report id", guest.migrationAgentReportId());
    }

    private void addFirmware(List<Field> fields) {
        add(fields, "platform info", firmware.info());
        firmware.processor()
                .ifPresent(cpu -> add(
                        fields,
                        "processor",
                        "family 0x%02x, model 0x%02x, stepping %d"
                                .formatted(cpu.family(), cpu.model(), cpu.stepping())));
        add(fields, "current TCB", firmware.current());
        add(fields, "reported TCB", firmware.reported());
        add(fields, "committed TCB", firmware.committed());
        add(fields, "launch TCB", firmware.launch());
        add(fields, "current firmware", firmware.currentVersion());
        add(fields, "committed firmware", firmware.committedVersion());
        firmware.launchMitigations()
                .ifPresent(bits -> add(fields, "mitigations at launch", "0x" + Long.toHexString(bits)));
        firmware.currentMitigations().ifPresent(bits -> add(fields, "mitigations now", "0x" + Long.toHexString(bits)));
    }

    private static void add(List<Field> fields, String name, Object value) {
        fields.add(new Field(name, value.toString()));
    }
}
