/**
 * Intel's DCAP: quotes of SGX and TDX, PCK certificates, and the signed collateral by which they are judged. Sources of all layouts and rules: Intel SGX ECDSA QuoteLibReference
 * DCAP API ("quote 3"), Intel TDX DCAP Quoting Library API ("quote 4", "quote 5"), Intel SGX PCK Certificate and CRL Profile Specification 1.5, Intel PCS API v4, and the checks of
 * Intel's QuoteVerificationLibrary.
 */
@NullMarked
package dev.adyton.attestation.intel;

import org.jspecify.annotations.NullMarked;
