package dev.adyton.attestation.hardware;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceUnavailableException;
import dev.adyton.attestation.hardware.Kernel.Access;
import dev.adyton.attestation.verify.SnpVerifier;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The guest device of SEV-SNP ({@code include/uapi/linux/sev-guest.h}), which Linux has from 5.19 on: an extended report, that is one with the hypervisor's certificates. Asked for privilege
 * level 0.
 */
record SevGuest(KernelFiles files) implements Way {
    static final String DEVICE = "/dev/sev-guest";

    /** {@code SNP_GET_EXT_REPORT}: {@code _IOWR('S', 2, struct snp_guest_request_ioctl)}. */
    static final long EXTENDED_REPORT = 0xC0205302L;

    /** {@code SEV_FW_BLOB_MAX_SIZE}; whole pages. */
    static final int MAX_CERTIFICATES_BYTES = 0x4000;

    private static final int PAGE_BYTES = 4096;

    // struct snp_guest_request_ioctl
    private static final int REQUEST_BYTES = 32;
    private static final int MESSAGE_VERSION = 0;
    private static final int REQUEST_ADDRESS = 8;
    private static final int RESPONSE_ADDRESS = 16;
    private static final int FIRMWARE_ERROR = 24;

    // struct snp_ext_report_req; before the first of these 64 bytes of report data, the level, 28 reserved bytes.
    private static final int EXTENDED_BYTES = 112;
    private static final int CERTIFICATES_ADDRESS = 96;
    private static final int CERTIFICATES_LENGTH = 104;

    // struct snp_report_resp, in it MSG_REPORT_RSP of AMD 56860.
    private static final int RESPONSE_BYTES = 4000;
    private static final int STATUS = 0;
    private static final int REPORT_SIZE = 4;
    private static final int REPORT = 32;

    @Override
    public String name() {
        return "SEV-SNP guest device";
    }

    @Override
    public String place() {
        return DEVICE;
    }

    @Override
    public String type() throws KernelException, EvidenceUnavailableException {
        return files.open(DEVICE, Access.BOTH, _ -> SnpVerifier.TYPE);
    }

    @Override
    public Bytes evidence(Bytes reportData) throws KernelException, EvidenceUnavailableException {
        return files.open(DEVICE, Access.BOTH, descriptor -> {
            try (var arena = Arena.ofConfined()) {
                var certificates = arena.allocate(MAX_CERTIFICATES_BYTES, PAGE_BYTES);
                var response = arena.allocate(RESPONSE_BYTES, Long.BYTES);
                ioctl(descriptor, arena, extended(arena, reportData, certificates), response);
                return SnpEvidence.of(report(response), certificates.toArray(JAVA_BYTE));
            }
        });
    }

    private static MemorySegment extended(Arena arena, Bytes reportData, MemorySegment certificates) {
        var extended = arena.allocate(EXTENDED_BYTES, Long.BYTES);
        MemorySegment.copy(reportData.toByteArray(), 0, extended, JAVA_BYTE, 0, reportData.size());
        extended.set(JAVA_LONG, CERTIFICATES_ADDRESS, certificates.address());
        extended.set(JAVA_INT, CERTIFICATES_LENGTH, (int) certificates.byteSize());
        return extended;
    }

    private void ioctl(int descriptor, Arena arena, MemorySegment extended, MemorySegment response)
            throws KernelException, EvidenceUnavailableException {
        var request = arena.allocate(REQUEST_BYTES, Long.BYTES);
        request.set(JAVA_BYTE, MESSAGE_VERSION, (byte) 1);
        request.set(JAVA_LONG, REQUEST_ADDRESS, extended.address());
        request.set(JAVA_LONG, RESPONSE_ADDRESS, response.address());
        try {
            KernelFiles.uninterrupted(() -> {
                files.kernel().ioctl(descriptor, EXTENDED_REPORT, request);
                return request;
            });
        } catch (KernelException e) {
            var firmware = request.get(JAVA_LONG, FIRMWARE_ERROR);
            if (firmware != 0 && !e.passes()) {
                throw new EvidenceUnavailableException(
                        DEVICE + ": found error 0x" + Long.toHexString(firmware) + " of the firmware, wanted none", e);
            }
            throw e;
        }
    }

    private static Bytes report(MemorySegment response) throws EvidenceUnavailableException {
        var status = response.get(JAVA_INT, STATUS);
        var size = response.get(JAVA_INT, REPORT_SIZE);
        if (status != 0 || size != SnpEvidence.REPORT_BYTES) {
            throw new EvidenceUnavailableException("SEV-SNP report: found status " + Integer.toUnsignedString(status)
                    + " and " + Integer.toUnsignedString(size) + " bytes, wanted 0 and " + SnpEvidence.REPORT_BYTES);
        }
        return Bytes.of(response.asSlice(REPORT, size).toArray(JAVA_BYTE));
    }
}
