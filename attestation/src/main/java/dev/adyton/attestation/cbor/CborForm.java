package dev.adyton.attestation.cbor;

/** Which of the encodings of one value a reader takes. Duplicate keys are refused in each of them. */
public enum CborForm {
    /** The core deterministic encoding only (RFC 8949 section 4.2.1): shortest arguments, definite lengths, keys sorted by their bytes. */
    DETERMINISTIC,
    /** Arguments of any length and keys in any order; definite lengths only. */
    DEFINITE,
    /** Any well-formed encoding, indefinite lengths included. */
    ANY
}
