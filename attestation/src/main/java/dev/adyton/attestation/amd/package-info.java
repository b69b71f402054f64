/**
 * Attestation reports of AMD SEV-SNP: their layout, the certificates of the keys that sign them, and the checks of one against the other. Sources: AMD 56860
 * (SEV-SNP firmware ABI, revision 1.58), AMD 57230 (VCEK certificate and KDS interface), AMD 56421 (GHCB, revision 2.04).
 */
@NullMarked
package dev.adyton.attestation.amd;

import org.jspecify.annotations.NullMarked;
