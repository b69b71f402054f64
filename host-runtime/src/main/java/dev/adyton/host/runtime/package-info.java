/**
 * The backends of this machine. {@link dev.adyton.host.runtime.ProcessLoader} starts each enclave in a process of its own;
 * {@link dev.adyton.host.runtime.InProcessLoader} runs it in this JVM, for debugging: nothing then keeps the two apart.
 */
@NullMarked
package dev.adyton.host.runtime;

import org.jspecify.annotations.NullMarked;
