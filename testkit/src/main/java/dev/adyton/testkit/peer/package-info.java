/**
 * The application of the conformance suite and what it needs on both sides of the connection. The checks here take a channel and say
 * nothing of its direction: the suite makes them from the host into the enclave, and from the enclave to its host.
 */
@NullMarked
package dev.adyton.testkit.peer;

import org.jspecify.annotations.NullMarked;
