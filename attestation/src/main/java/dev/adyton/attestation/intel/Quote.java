package dev.adyton.attestation.intel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.IntelReport;

/**
 * A quote, taken apart; nothing in it has been verified.
 *
 * @param tee whose it is
 * @param report what it is about
 * @param signed header and body, which the attestation key signed
 * @param signature over that, r and s; 64 bytes
 * @param attestationKey of the quoting enclave, x and y; 64 bytes
 * @param quotingEnclave what makes the key the quoting enclave's, and that one Intel's
 */
record Quote(
        Tee tee,
        IntelReport report,
        Bytes signed,
        Bytes signature,
        Bytes attestationKey,
        QuotingEnclave quotingEnclave) {}
