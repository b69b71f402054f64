/** Attacks on the whole chain from an application to its enclave, with real processes and sockets. */
@NullMarked
package dev.adyton.testkit.attack;

import org.jspecify.annotations.NullMarked;
