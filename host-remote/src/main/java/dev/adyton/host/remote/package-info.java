/**
 * The remote backend: enclaves that a provision server starts on its machine. {@link dev.adyton.host.remote.RemoteProvision} says
 * which server, {@link dev.adyton.host.remote.RemoteLoader} is the loader to give to the {@code EnclaveManager}.
 */
@NullMarked
package dev.adyton.host.remote;

import org.jspecify.annotations.NullMarked;
