package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.intel.QuoteVerification;
import java.time.Duration;
import java.time.Instant;

/**
 * Verifies quotes of Intel's DCAP: SGX enclaves (quote version 3) and TDX trust domains (versions 4 and 5). What is checked and in which order is told in
 * {@code docs/hardware-evidence.md}. Thread-safe. It remembers a few chains and endorsements whose signatures it has found right, so that a second quote of the
 * same platform costs less; validity is judged anew each time.
 */
public final class IntelVerifier implements EvidenceVerifier {
    /** {@link #type()} of SGX quotes. */
    public static final String SGX = "sgx-dcap";

    /** {@link #type()} of TDX quotes. */
    public static final String TDX = "tdx-dcap";

    /** Most bytes of a quote. Those that are in use have about 5,000. */
    public static final int MAX_QUOTE_BYTES = 16 * 1024;

    private final String type;
    private final QuoteVerification verification;

    private IntelVerifier(String type, QuoteVerification verification) {
        this.type = type;
        this.verification = verification;
    }

    /**
     * A verifier of SGX quotes.
     *
     * @param anchors {@link IntelAnchors#intel()}, unless another root is to be trusted
     */
    public static IntelVerifier sgx(IntelAnchors anchors, IntelEndorsements endorsements) {
        return new IntelVerifier(SGX, new QuoteVerification(anchors, endorsements));
    }

    /**
     * A verifier of TDX quotes.
     *
     * @param anchors {@link IntelAnchors#intel()}, unless another root is to be trusted
     */
    public static IntelVerifier tdx(IntelAnchors anchors, IntelEndorsements endorsements) {
        return new IntelVerifier(TDX, new QuoteVerification(anchors, endorsements));
    }

    /**
     * This, and TCB information, quoting enclave identity and revocation lists are taken for so long after the date of their next update, for relying parties that have to work while Intel's service
     * cannot be reached. {@link IntelTcb#validUntil()} tells.
     *
     * @throws IllegalArgumentException for a negative time
     */
    public IntelVerifier withGrace(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("grace: found " + time + ", wanted zero or more");
        }
        return new IntelVerifier(type, verification.withGrace(time));
    }

    /**
     * Verifies a quote, whatever it vouches for: that is in {@link IntelReport#reportData()} and the caller's to judge.
     *
     * @throws VerificationException when it is not authentic or of another type, showing what was found and wanted
     */
    public IntelClaims verify(Bytes quote, Instant at) throws VerificationException {
        var claims = verification.verify(quote, at);
        var found = claims instanceof SgxClaims ? SGX : TDX;
        if (!found.equals(type)) {
            throw new VerificationException("evidence type", found, type);
        }
        return claims;
    }

    /**
     * Verifies a quote of either kind by itself, for a relying party that has no channel: what it vouches for is in {@link IntelReport#reportData()} and the
     * caller's to judge.
     *
     * @throws VerificationException when it is not authentic, showing what was found and wanted
     */
    public static IntelClaims verify(Bytes quote, IntelCollateral collateral, IntelAnchors anchors, Instant at)
            throws VerificationException {
        return new QuoteVerification(anchors, IntelEndorsements.of(collateral)).verify(quote, at);
    }

    @Override
    public String type() {
        return type;
    }

    /**
     * Verifies a quote.
     *
     * @param platform the quote, as the platform gave it, with nothing behind it
     */
    @Override
    public IntelClaims verify(Bytes platform, Bytes reportData, Instant at) throws VerificationException {
        var claims = verify(platform, at);
        if (!claims.report().reportData().equals(reportData)) {
            throw new VerificationException(
                    "report data", claims.report().reportData().hex(), reportData.hex());
        }
        return claims;
    }
}
