/**
 * The backends of this machine. {@link dev.adyton.host.runtime.SandboxLoader} starts each enclave in a confined process of its own. For debugging,
 * {@link dev.adyton.host.runtime.ProcessLoader} leaves the process unconfined, and {@link dev.adyton.host.runtime.InProcessLoader} runs the enclave in this JVM:
 * nothing then keeps the two apart.
 */
@NullMarked
package dev.adyton.host.runtime;

import org.jspecify.annotations.NullMarked;
