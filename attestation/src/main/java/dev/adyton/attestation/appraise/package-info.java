/**
 * Is it acceptable? A policy looks at the claims of authentic evidence and decides; the result shows each rule with what was found and
 * what was wanted.
 */
@NullMarked
package dev.adyton.attestation.appraise;

import org.jspecify.annotations.NullMarked;
