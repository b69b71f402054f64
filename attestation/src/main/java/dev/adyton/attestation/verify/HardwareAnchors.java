package dev.adyton.attestation.verify;

/**
 * Whose hardware a relying party trusts: the root keys of each vendor. Never taken from evidence. Immutable.
 *
 * @param intel for SGX and TDX
 * @param amd for SEV-SNP
 * @param nitro verifier by the roots for Nitro Enclaves
 */
public record HardwareAnchors(IntelAnchors intel, SnpAnchors amd, NitroVerifier nitro) {
    /** The vendors' own roots, which are shipped. To be asked for: nothing trusts them by itself. */
    public static HardwareAnchors vendors() {
        return new HardwareAnchors(IntelAnchors.intel(), SnpAnchors.amd(), NitroVerifier.aws());
    }
}
