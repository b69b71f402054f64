package dev.adyton.attestation.intel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.SgxReport;

/**
 * What vouches for an attestation key; nothing in it has been verified.
 *
 * @param signed the quoting enclave's report, 384 bytes, which the PCK signed
 * @param report the same, taken apart
 * @param signature over the report, r and s; 64 bytes
 * @param authenticationData hashed into the report together with the attestation key
 * @param certification type of what follows, in words
 * @param pckChain PCK certificate, its authority's and Intel's root in PEM
 */
record QuotingEnclave(
        Bytes signed,
        SgxReport report,
        Bytes signature,
        Bytes authenticationData,
        String certification,
        Bytes pckChain) {}
