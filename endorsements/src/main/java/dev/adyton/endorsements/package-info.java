/** Fetches endorsements, which are collateral of Intel and certificates of AMD, for evidence at hand. All that is asked for and answered is public and signed. */
@NullMarked
package dev.adyton.endorsements;

import org.jspecify.annotations.NullMarked;
