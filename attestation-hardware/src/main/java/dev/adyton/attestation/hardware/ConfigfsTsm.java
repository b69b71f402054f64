package dev.adyton.attestation.hardware;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceUnavailableException;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.attestation.verify.SnpVerifier;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The trusted security module interface of Linux 6.7 and newer ({@code Documentation/ABI/testing/configfs-tsm-report}): a directory of one's own, {@code inblob} for the report data, {@code outblob}
 * with the report, {@code auxblob} with certificates. {@code generation} counts the writes, so a number that is not one more than before means that somebody else wrote.
 */
record ConfigfsTsm(KernelFiles files) implements Way {
    static final String REPORTS = "/sys/kernel/config/tsm/report";

    /** What the kernel allows for a report was this much before Linux 6.16; more would not fit into evidence either. */
    static final int MAX_REPORT_BYTES = 32 * 1024;

    /** {@code SEV_FW_BLOB_MAX_SIZE}. */
    static final int MAX_CERTIFICATES_BYTES = 16 * 1024;

    private static final Logger LOG = System.getLogger(ConfigfsTsm.class.getPackageName());
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NAME_BYTES = 8;

    /** What is done with a directory of one's own. */
    private interface Use<T> {
        T in(String directory) throws KernelException, ConflictException, EvidenceUnavailableException;
    }

    @Override
    public String name() {
        return "configfs-tsm";
    }

    @Override
    public String place() {
        return REPORTS;
    }

    @Override
    public String type() throws KernelException, EvidenceUnavailableException {
        try {
            return withEntry(this::type);
        } catch (ConflictException e) {
            throw new AssertionError("the provider is nobody's to change", e);
        }
    }

    private String type(String entry) throws KernelException, EvidenceUnavailableException {
        var provider = files.line(entry + "/provider");
        return switch (provider) {
            case "tdx_guest" -> IntelVerifier.TDX;
            case "sev_guest" -> SnpVerifier.TYPE;
            default ->
                throw new EvidenceUnavailableException(
                        "provider of " + REPORTS + ": found '" + provider + "', wanted tdx_guest or sev_guest");
        };
    }

    @Override
    public Bytes evidence(Bytes reportData) throws KernelException, ConflictException, EvidenceUnavailableException {
        return withEntry(entry -> {
            var type = type(entry);
            var before = generation(entry);
            files.write(entry + "/inblob", reportData.toByteArray());
            var report = Bytes.of(files.read(entry + "/outblob", MAX_REPORT_BYTES));
            // Of TDX there is nothing in it, and some kernels fail to say so.
            var certificates =
                    type.equals(SnpVerifier.TYPE) ? optional(entry + "/auxblob", MAX_CERTIFICATES_BYTES) : new byte[0];
            var after = generation(entry);
            if (after != before + 1) {
                throw new ConflictException("generation of " + entry + ": found " + after + ", wanted " + (before + 1));
            }
            return type.equals(SnpVerifier.TYPE) ? SnpEvidence.of(report, certificates) : Quotes.cut(report);
        });
    }

    private long generation(String entry) throws KernelException, EvidenceUnavailableException {
        var line = files.line(entry + "/generation");
        try {
            return Long.parseLong(line);
        } catch (NumberFormatException _) {
            throw new EvidenceUnavailableException(
                    "generation of " + entry + ": found '" + line + "', wanted a number");
        }
    }

    /** A file that older kernels do not have. */
    private byte[] optional(String path, int maxBytes) throws KernelException, EvidenceUnavailableException {
        try {
            return files.read(path, maxBytes);
        } catch (KernelException e) {
            if (e.errno() == KernelException.ENOENT) {
                return new byte[0];
            }
            throw e;
        }
    }

    private <T> T withEntry(Use<T> use) throws KernelException, ConflictException, EvidenceUnavailableException {
        var name = new byte[NAME_BYTES];
        RANDOM.nextBytes(name);
        var entry = REPORTS + "/adyton-" + HexFormat.of().formatHex(name);
        KernelFiles.uninterrupted(() -> {
            files.kernel().makeDirectory(entry);
            return entry;
        });
        try {
            return use.in(entry);
        } finally {
            remove(entry);
        }
    }

    private void remove(String entry) {
        try {
            files.kernel().removeDirectory(entry);
        } catch (KernelException e) {
            LOG.log(Level.WARNING, "An entry for a report is left behind: {0}", e.getMessage());
        }
    }
}
