/**
 * The application's API. An {@link dev.adyton.host.api.EnclaveManager} loads enclaves with a backend's
 * {@link dev.adyton.host.api.spi.EnclaveLoader} and hands out {@link dev.adyton.host.api.EnclaveClient}s, which are the same
 * whichever backend it was. What an enclave may ask of its host is what {@link dev.adyton.host.api.HostAccess} grants, and nothing else.
 *
 * <p>Every failure is an {@link io.grpc.StatusRuntimeException} whose message shows what was found and what was wanted.
 */
@NullMarked
package dev.adyton.host.api;

import org.jspecify.annotations.NullMarked;
