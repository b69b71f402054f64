package dev.adyton.attestation.verify;

/** Where a verifier finds Intel's endorsements of a platform. Thread-safe. */
@FunctionalInterface
public interface IntelEndorsements {
    /**
     * The endorsements for this platform. Asked only for platforms that have shown a PCK certificate of a trusted chain; what it answers is verified, so it need not
     * be trusted itself.
     *
     * @throws VerificationException when there are none for it, saying what there is
     */
    IntelCollateral collateral(IntelPlatform platform) throws VerificationException;

    /** The same endorsements whatever the platform; those that do not fit it are refused by the verifier. */
    static IntelEndorsements of(IntelCollateral collateral) {
        return _ -> collateral;
    }
}
