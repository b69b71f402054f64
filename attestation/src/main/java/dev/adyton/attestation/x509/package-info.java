/**
 * What verifiers of several vendors need of X.509 (RFC 5280): exact reading of certificates and revocation lists, and the checks of a fixed chain. There is no
 * path building, and nothing is fetched: a chain is judged as it is given.
 */
@NullMarked
package dev.adyton.attestation.x509;

import org.jspecify.annotations.NullMarked;
