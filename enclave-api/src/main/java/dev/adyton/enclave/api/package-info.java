/**
 * The enclave author's API. An enclave is one {@link dev.adyton.enclave.api.TrustedApplication} with the gRPC services that it
 * offers; what it needs from outside it asks of its host through {@link dev.adyton.enclave.api.EnclaveContext#hostChannel()}. The
 * host is never trusted: every value it returns may be a lie.
 */
@NullMarked
package dev.adyton.enclave.api;

import org.jspecify.annotations.NullMarked;
