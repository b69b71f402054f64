package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.nitro.NitroVerification;
import java.time.Instant;
import java.util.List;

/**
 * Verifies attestation documents of AWS Nitro Enclaves. Evidence is the document alone, as the enclave's security module gives it: COSE_Sign1 by ES384, with its certificates inside. What it has to
 * vouch for is its {@code user_data}, which has to be exactly the report data; {@code nonce} and {@code public_key} are the application's.
 */
public final class NitroVerifier implements EvidenceVerifier {
    /** Type of evidence: {@value}. */
    public static final String TYPE = "aws-nitro";

    private final NitroVerification verification;

    private NitroVerifier(NitroVerification verification) {
        this.verification = verification;
    }

    /**
     * A verifier by AWS' own root, G1, of all commercial regions; SHA-256 of its certificate is
     * {@code 641a0321a3e244efe456463195d606317ed7cdcc3c1756e09893f3c68f79bb5b}.
     */
    public static NitroVerifier aws() {
        return of(List.of(NitroVerification.aws()));
    }

    /**
     * A verifier by roots of one's own choice.
     *
     * @param roots self-signed certificates in DER or PEM, at least one
     * @throws IllegalArgumentException when one is not, showing what was found and wanted
     */
    public static NitroVerifier of(List<Bytes> roots) {
        try {
            return new NitroVerifier(NitroVerification.of(roots));
        } catch (VerificationException e) {
            throw new IllegalArgumentException("Nitro roots: " + e.getMessage(), e);
        }
    }

    /** {@value #TYPE}. */
    @Override
    public String type() {
        return TYPE;
    }

    /**
     * Verifies a document. Checks, in this order: size and form, the chain of signatures from a trusted root to the document, validity of the certificates.
     *
     * @param document up to 12,288 bytes
     * @param at the instant at which all has to be valid; certificates of enclaves are for three hours
     * @return what it claims; its user data is not compared with anything
     * @throws VerificationException when it is not authentic, showing what was found and wanted
     */
    public NitroClaims verify(Bytes document, Instant at) throws VerificationException {
        return verification.verify(document, at);
    }

    @Override
    public NitroClaims verify(Bytes platform, Bytes reportData, Instant at) throws VerificationException {
        var claims = verify(platform, at);
        var found = claims.userData();
        if (found.isEmpty() || !found.get().equals(reportData)) {
            throw new VerificationException(
                    "user_data", found.isEmpty() ? "none" : shown(found.get()), reportData.hex());
        }
        return claims;
    }

    private static String shown(Bytes data) {
        return data.size() <= 64 ? data.hex() : data.size() + " bytes";
    }
}
