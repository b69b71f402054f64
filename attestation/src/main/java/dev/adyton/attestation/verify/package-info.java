/**
 * Is it authentic? Pure functions of evidence, endorsements, configured trust anchors and an instant. Claims come out only of evidence
 * whose authenticity is established; nothing here knows a policy.
 */
@NullMarked
package dev.adyton.attestation.verify;

import org.jspecify.annotations.NullMarked;
