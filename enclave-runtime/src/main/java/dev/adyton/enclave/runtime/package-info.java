/**
 * What runs inside an enclave. {@link dev.adyton.enclave.runtime.EnclaveRuntime} loads the application of an image and serves it over
 * records; {@link dev.adyton.enclave.runtime.EnclaveMain} does so in a process of its own.
 */
@NullMarked
package dev.adyton.enclave.runtime;

import org.jspecify.annotations.NullMarked;
