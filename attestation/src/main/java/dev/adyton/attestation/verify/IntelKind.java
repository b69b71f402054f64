package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.intel.QuoteVerification;
import dev.adyton.attestation.verify.IntelPlatform.PckAuthority;
import java.util.Set;

/**
 * A kind of platform, for all of which Intel has the same endorsements.
 *
 * @param type of evidence: {@link IntelVerifier#SGX} or {@link IntelVerifier#TDX}, as TCB information and quoting enclave are others
 * @param fmspc family, model, stepping, platform type and custom SKU; 6 bytes
 * @param pckAuthority whose revocation list it is
 */
public record IntelKind(String type, Bytes fmspc, PckAuthority pckAuthority) {
    /** Length of an FMSPC. */
    public static final int FMSPC_BYTES = 6;

    private static final Set<String> TYPES = Set.of(IntelVerifier.SGX, IntelVerifier.TDX);

    /** @throws IllegalArgumentException when the type is another or the FMSPC has another length */
    public IntelKind {
        if (!TYPES.contains(type)) {
            throw new IllegalArgumentException(
                    "type: found " + type + ", wanted " + IntelVerifier.SGX + " or " + IntelVerifier.TDX);
        }
        if (fmspc.size() != FMSPC_BYTES) {
            throw new IllegalArgumentException("FMSPC: found " + fmspc.size() + " bytes, wanted " + FMSPC_BYTES);
        }
    }

    /** The kind of a platform, for evidence of a type. */
    public static IntelKind of(String type, IntelPlatform platform) {
        return new IntelKind(type, platform.fmspc(), platform.pckAuthority());
    }

    /**
     * The kind of platform that made a quote, so that one knows what to ask Intel for. The quote has been found to be signed by a machine below a trusted root,
     * nothing else of it was judged.
     *
     * @throws VerificationException when it is not, showing what was found and wanted
     */
    public static IntelKind ofQuote(Bytes quote, IntelAnchors anchors) throws VerificationException {
        return QuoteVerification.kind(quote, anchors);
    }

    /** E.g. {@code tdx-dcap of FMSPC 90c06f000000 (platform)}. */
    @Override
    public String toString() {
        return type + " of FMSPC " + fmspc + " (" + label(pckAuthority) + ")";
    }

    /** As Intel's service calls it: {@code processor} or {@code platform}. */
    public static String label(PckAuthority authority) {
        return switch (authority) {
            case PROCESSOR -> "processor";
            case PLATFORM -> "platform";
        };
    }
}
