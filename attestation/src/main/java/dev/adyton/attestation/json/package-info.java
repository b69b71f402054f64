/**
 * A strict and bounded reader of JSON (RFC 8259) from untrusted bytes. It knows of each value which bytes of the source it came from, so that a signature
 * over a part of a document can be checked over exactly those bytes, and it names the place of whatever it refuses.
 */
@NullMarked
package dev.adyton.attestation.json;

import org.jspecify.annotations.NullMarked;
