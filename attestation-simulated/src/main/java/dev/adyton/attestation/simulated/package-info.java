/**
 * The simulated platform: a root key made on the machine itself signs what the launcher reports. Whoever can read the key can forge all of it, so it
 * is good for trying things and for tests, and for nothing else.
 */
@NullMarked
package dev.adyton.attestation.simulated;

import org.jspecify.annotations.NullMarked;
