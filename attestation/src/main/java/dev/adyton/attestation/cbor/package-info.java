/** CBOR (RFC 8949) as far as evidence needs it: a bounded reader of hostile bytes and a deterministic writer. */
@NullMarked
package dev.adyton.attestation.cbor;

import org.jspecify.annotations.NullMarked;
