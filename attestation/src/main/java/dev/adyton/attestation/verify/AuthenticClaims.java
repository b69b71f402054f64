package dev.adyton.attestation.verify;

import dev.adyton.attestation.RuntimeClaims;

/**
 * Claims of evidence whose authenticity is established.
 *
 * @param platform who vouches
 * @param runtime what it vouches for
 */
public record AuthenticClaims(PlatformClaims platform, RuntimeClaims runtime) {}
