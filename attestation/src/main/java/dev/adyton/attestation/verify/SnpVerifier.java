package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.amd.SnpVerification;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Verifies attestation reports of AMD SEV-SNP, versions 2, 3 and 5, of Milan, Genoa (Bergamo and Siena included) and Turin, signed by a VCEK or a VLEK.
 *
 * <p>Evidence is what a guest gets from its hypervisor: a report of 1184 bytes (AMD 56860), and after it nothing or a certificate table (AMD 56421). Certificates in the table are
 * worth no more than any others: they have to lead to the trusted root key.
 */
public final class SnpVerifier implements EvidenceVerifier {
    /** Type of evidence: {@value}. */
    public static final String TYPE = "sev-snp";

    private final SnpAnchors anchors;
    private final Function<SnpKey, Optional<SnpEndorsements>> configured;

    private SnpVerifier(SnpAnchors anchors, Function<SnpKey, Optional<SnpEndorsements>> configured) {
        this.anchors = anchors;
        this.configured = configured;
    }

    /** A verifier of evidence that has its endorsements with it. */
    public static SnpVerifier of(SnpAnchors anchors) {
        return new SnpVerifier(anchors, _ -> Optional.empty());
    }

    /** This, and evidence without a certificate for its key is verified with these endorsements. Their revocation list counts in any case. */
    public SnpVerifier withEndorsements(SnpEndorsements endorsements) {
        return new SnpVerifier(anchors, _ -> Optional.of(endorsements));
    }

    /** As {@link #withEndorsements(SnpEndorsements)}, with those that the bundle has for the key that the evidence names. */
    public SnpVerifier withEndorsements(EndorsementBundle bundle) {
        return new SnpVerifier(anchors, bundle::amdFor);
    }

    /**
     * Verifies a report. Checks, in this order: size and form, the chain of signatures from the trusted root key to the report, validity of the certificates, revocation, product,
     * chip and TCB version of the report against those that the certificate is for.
     *
     * @param report 1184 bytes
     * @param at the instant at which all has to be valid
     * @return what it claims; its report data is not compared with anything
     * @throws VerificationException when it is not authentic, showing what was found and wanted
     */
    public static SnpClaims verify(Bytes report, SnpEndorsements endorsements, SnpAnchors anchors, Instant at)
            throws VerificationException {
        return new SnpVerification(anchors.known(), anchors.revocationListRequired()).verify(report, endorsements, at);
    }

    /** {@value #TYPE}. */
    @Override
    public String type() {
        return TYPE;
    }

    /**
     * Verifies a report with the endorsements that it has with it or that are configured, whatever it vouches for: that is in {@link SnpClaims.Guest#reportData()} and the caller's to judge.
     *
     * @param platform a report, and after it nothing or a certificate table
     * @throws VerificationException when it is not authentic, showing what was found and wanted
     */
    public SnpClaims verify(Bytes platform, Instant at) throws VerificationException {
        var endorsements =
                endorsements(SnpVerification.endorsements(platform), configured.apply(SnpVerification.key(platform)));
        if (endorsements.isEmpty()) {
            throw new VerificationException(
                    "certificate of the key that signed the report", "none", "one in the evidence or configured");
        }
        return verify(SnpVerification.report(platform), endorsements.get(), anchors, at);
    }

    @Override
    public SnpClaims verify(Bytes platform, Bytes reportData, Instant at) throws VerificationException {
        var claims = verify(platform, at);
        if (!claims.guest().reportData().equals(reportData)) {
            throw new VerificationException(
                    "report data", claims.guest().reportData().hex(), reportData.hex());
        }
        return claims;
    }

    /** What is configured fills the gaps of what came with the evidence; its revocation list goes first, as the attester would choose an old one. */
    private static Optional<SnpEndorsements> endorsements(
            Optional<SnpEndorsements> given, Optional<SnpEndorsements> own) {
        if (given.isEmpty() || own.isEmpty()) {
            return given.or(() -> own);
        }
        return Optional.of(new SnpEndorsements(
                given.get().signer(),
                given.get().authority().or(() -> own.get().authority()),
                own.get().revocationList().or(() -> given.get().revocationList())));
    }
}
