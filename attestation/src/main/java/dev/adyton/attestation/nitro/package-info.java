/**
 * Attestation documents of AWS Nitro Enclaves: COSE_Sign1 (RFC 9052) around a CBOR map, signed by a certificate whose chain is inside. Source: "Verifying the root of trust" and "Attestation
 * process" of AWS' Nitro Enclaves documentation and {@code docs/attestation_process.md} of AWS' nitro-enclaves-nsm-api.
 */
@NullMarked
package dev.adyton.attestation.nitro;

import org.jspecify.annotations.NullMarked;
