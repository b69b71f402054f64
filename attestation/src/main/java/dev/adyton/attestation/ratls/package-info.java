/**
 * Certificates with evidence in them, as the Confidential Computing Consortium's interoperable RA-TLS has them, for peers that know nothing else. Their evidence vouches for a key and not for
 * a connection: whoever gets hold of the key, or relays to who has it, is taken for the enclave. Where both ends are ours, the attested channel does not have this weakness.
 */
@NullMarked
package dev.adyton.attestation.ratls;

import org.jspecify.annotations.NullMarked;
