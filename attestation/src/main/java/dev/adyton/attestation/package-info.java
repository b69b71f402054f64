/**
 * What an attester says and what binds it: {@link dev.adyton.attestation.Evidence} in two layers, the platform's part and the
 * {@link dev.adyton.attestation.RuntimeClaims} it binds, and the {@link dev.adyton.attestation.ChannelBinding} of both to one channel.
 *
 * <p>Two questions are asked of evidence, in two packages: {@link dev.adyton.attestation.verify} finds out whether it is authentic,
 * {@link dev.adyton.attestation.appraise} whether what it claims is acceptable.
 */
@NullMarked
package dev.adyton.attestation;

import org.jspecify.annotations.NullMarked;
