package dev.adyton.host.remote;

/**
 * How the remote backend loads enclaves. Immutable.
 *
 * @param client how to reach the provision server
 */
public record RemoteLoadConfig(RemoteProxyClientConfig client) {}
