package dev.adyton.attestation.hardware;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceUnavailableException;
import dev.adyton.attestation.hardware.Kernel.Access;
import dev.adyton.attestation.verify.NitroVerifier;
import java.lang.foreign.Arena;

/**
 * The Nitro security module ({@code include/uapi/linux/nsm.h}): a CBOR request in, a CBOR response out. The report data is the document's {@code user_data}.
 */
record NitroModule(KernelFiles files) implements Way {
    static final String DEVICE = "/dev/nsm";

    /** {@code NSM_IOCTL_RAW}: {@code _IOWR(0x0A, 0, struct nsm_raw)}. */
    static final long RAW = 0xC0200A00L;

    /** {@code NSM_RESPONSE_MAX_SIZE}. */
    static final int MAX_RESPONSE_BYTES = 0x3000;

    /** {@code struct nsm_raw}: address and length of the request, address and length of the response, 8 bytes each. */
    private static final int RAW_BYTES = 32;

    private static final int RESPONSE_LENGTH = 3;

    @Override
    public String name() {
        return "Nitro module";
    }

    @Override
    public String place() {
        return DEVICE;
    }

    @Override
    public String type() throws KernelException, EvidenceUnavailableException {
        return files.open(DEVICE, Access.BOTH, _ -> NitroVerifier.TYPE);
    }

    @Override
    public Bytes evidence(Bytes reportData) throws KernelException, EvidenceUnavailableException {
        return files.open(DEVICE, Access.BOTH, descriptor -> {
            try (var arena = Arena.ofConfined()) {
                var request = arena.allocateFrom(
                        JAVA_BYTE, NsmMessages.attestationRequest(reportData).toByteArray());
                var response = arena.allocate(MAX_RESPONSE_BYTES);
                var raw = arena.allocate(RAW_BYTES, Long.BYTES);
                KernelFiles.uninterrupted(() -> {
                    raw.setAtIndex(JAVA_LONG, 0, request.address());
                    raw.setAtIndex(JAVA_LONG, 1, request.byteSize());
                    raw.setAtIndex(JAVA_LONG, 2, response.address());
                    raw.setAtIndex(JAVA_LONG, RESPONSE_LENGTH, response.byteSize());
                    files.kernel().ioctl(descriptor, RAW, raw);
                    return raw;
                });
                var size = raw.getAtIndex(JAVA_LONG, RESPONSE_LENGTH);
                if (size < 0 || size > MAX_RESPONSE_BYTES) {
                    throw new EvidenceUnavailableException("response of the Nitro security module: found "
                            + Long.toUnsignedString(size) + " bytes, wanted at most " + MAX_RESPONSE_BYTES);
                }
                return NsmMessages.document(Bytes.of(response.asSlice(0, size).toArray(JAVA_BYTE)));
            }
        });
    }
}
