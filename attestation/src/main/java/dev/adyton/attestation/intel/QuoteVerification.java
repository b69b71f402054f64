package dev.adyton.attestation.intel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.IntelAnchors;
import dev.adyton.attestation.verify.IntelClaims;
import dev.adyton.attestation.verify.IntelCollateral;
import dev.adyton.attestation.verify.IntelEndorsements;
import dev.adyton.attestation.verify.IntelKind;
import dev.adyton.attestation.verify.IntelPlatform;
import dev.adyton.attestation.verify.IntelTcb;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.attestation.verify.SgxClaims;
import dev.adyton.attestation.verify.SgxReport;
import dev.adyton.attestation.verify.TdReport;
import dev.adyton.attestation.verify.TdxClaims;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.CertificateChain;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Verifies quotes. The order is fixed: size, parse, signatures up to a trusted key, validity at the instant, revocation, whether the endorsements are for this quote,
 * TCB evaluation; claims come last. Each check is fatal. Thread-safe.
 */
public final class QuoteVerification {
    private static final int PCK_CHAIN_SIZE = 3;

    private final Chains chains;
    private final IntelEndorsements source;
    private final Duration grace;
    private final Memo<Endorsed, Endorsements> endorsed = new Memo<>();

    /** What signatures of endorsements depend on. */
    private record Endorsed(IntelCollateral collateral, X509Certificate root, X509Certificate authority) {}

    public QuoteVerification(IntelAnchors anchors, IntelEndorsements source) {
        this(new Chains(anchors), source, Duration.ZERO);
    }

    private QuoteVerification(Chains chains, IntelEndorsements source, Duration grace) {
        this.chains = chains;
        this.source = source;
        this.grace = grace;
    }

    /** This, and endorsements may be past the date of their next update by so much. */
    public QuoteVerification withGrace(Duration time) {
        return new QuoteVerification(chains, source, time);
    }

    /** A quote that a machine of a trusted root signed; whether that is still valid is another question. */
    private record Signed(Quote quote, CertificateChain pckChain, IntelPlatform platform) {}

    private Signed signed(Bytes bytes) throws VerificationException {
        var quote = QuoteParser.parse(bytes);
        var pckChain =
                chains.issued("PCK certificate chain", quote.quotingEnclave().pckChain(), PCK_CHAIN_SIZE);
        var pck = pckChain.leaf();
        IntelNames.require("PCK certificate", pck, IntelNames.PCK);
        var platform = PckExtension.of(
                pck, IntelNames.authority(pckChain.certificates().get(1)));
        checkSignatures(quote, pck);
        return new Signed(quote, pckChain, platform);
    }

    /** Which endorsements a quote needs that a machine of a trusted root signed. */
    public static IntelKind kind(Bytes bytes, IntelAnchors anchors) throws VerificationException {
        var nowhere = new QuoteVerification(anchors, _ -> {
            throw new AssertionError("no endorsements are needed to tell which are");
        });
        var signed = nowhere.signed(bytes);
        var type = signed.quote().tee() == Tee.SGX ? IntelVerifier.SGX : IntelVerifier.TDX;
        return IntelKind.of(type, signed.platform());
    }

    /**
     * Verifies a quote.
     *
     * @param at the instant at which everything has to be valid
     */
    public IntelClaims verify(Bytes bytes, Instant at) throws VerificationException {
        var signed = signed(bytes);
        var quote = signed.quote();
        var pckChain = signed.pckChain();
        var platform = signed.platform();
        var pck = pckChain.leaf();
        var authority = pckChain.certificates().get(1);

        var collateral = source.collateral(platform);
        var endorsements = endorsed.get(
                new Endorsed(collateral, pckChain.certificates().getFirst(), authority),
                key -> Endorsements.verify(key.collateral(), chains, key.root(), key.authority()));

        // As Intel's QuoteVerificationLibrary: PCK certificates are issued anew for each TCB recovery, to machines that
        // have long been running.
        pckChain.checkNotExpired(at);
        endorsements.checkValid(at, grace);
        endorsements.checkRevocation(pck, authority);
        checkFit(quote, platform, endorsements);
        var evaluation = TcbEvaluation.of(
                platform, quote.report(), quote.quotingEnclave().report().isvSvn(), endorsements);
        var tcb = tcb(evaluation, endorsements, pckChain);
        return switch (quote.report()) {
            case SgxReport report -> new SgxClaims(report, platform, tcb);
            case TdReport report -> new TdxClaims(report, platform, tcb);
        };
    }

    /** PCK signs the quoting enclave's report, the report names the attestation key, the attestation key signs the quote. */
    private static void checkSignatures(Quote quote, X509Certificate pck) throws VerificationException {
        var enclave = quote.quotingEnclave();
        Ecdsa.verify("the QE report", pck.getPublicKey(), enclave.signed(), enclave.signature());
        var bound = enclave.report().reportData();
        var wanted = Arrays.copyOf(sha256(quote.attestationKey(), enclave.authenticationData()), bound.size());
        if (!bound.equals(Bytes.of(wanted))) {
            throw new VerificationException(
                    "attestation key in the QE report",
                    bound.hex(),
                    Bytes.of(wanted).hex());
        }
        var key = Ecdsa.key("attestation key", quote.attestationKey());
        Ecdsa.verify("the quote", key, quote.signed(), quote.signature());
    }

    private static byte[] sha256(Bytes first, Bytes second) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(first.toByteArray());
            return digest.digest(second.toByteArray());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static void checkFit(Quote quote, IntelPlatform platform, Endorsements endorsements)
            throws VerificationException {
        var info = endorsements.tcbInfo();
        if (info.tee() != quote.tee()) {
            throw new VerificationException(
                    "TCB info", info.tee().tcbInfoId(), quote.tee().tcbInfoId());
        }
        if (!info.fmspc().equals(platform.fmspc())) {
            throw new VerificationException(
                    "FMSPC of the TCB info",
                    info.fmspc().hex(),
                    platform.fmspc().hex() + " of the PCK certificate");
        }
        if (!info.pceId().equals(platform.pceId())) {
            throw new VerificationException(
                    "PCE id of the TCB info",
                    info.pceId().hex(),
                    platform.pceId().hex() + " of the PCK certificate");
        }
        if (!endorsements.identity().id().equals(quote.tee().identityId())) {
            throw new VerificationException(
                    "quoting enclave identity",
                    endorsements.identity().id(),
                    quote.tee().identityId());
        }
        endorsements.identity().check(quote.quotingEnclave().report());
        if (quote.report() instanceof TdReport report) {
            checkModule(report, info);
        }
    }

    /** From major version 1 on a module has an identity of its own, chosen by that version. */
    private static void checkModule(TdReport report, TcbInfo info) throws VerificationException {
        var version = report.teeTcbSvn().at(1);
        var module = version == 0 ? info.module() : info.module(version).map(TdxModuleIdentity::module);
        module.orElseThrow(() -> Relaunch.noIdentity("TDX module", version)).check(report);
    }

    private static IntelTcb tcb(TcbEvaluation evaluation, Endorsements endorsements, CertificateChain pckChain) {
        return new IntelTcb(
                evaluation.status(),
                evaluation.level().status(),
                evaluation.sgxLevel().status(),
                evaluation.module().map(IsvLevel::status),
                evaluation.quotingEnclave().status(),
                evaluation.advisories(),
                evaluation.level().date(),
                endorsements.evaluationDataNumber(),
                endorsements.issuedAt(),
                endorsements.validUntil(pckChain));
    }
}
