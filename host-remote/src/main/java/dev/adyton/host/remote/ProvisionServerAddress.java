package dev.adyton.host.remote;

/**
 * Where a provision server listens.
 *
 * @param host name or address; an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record ProvisionServerAddress(String host, int port) {
    public ProvisionServerAddress {
        if (host.isBlank()) {
            throw new IllegalArgumentException("provision server host: found nothing, wanted a name or an address");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("provision server port: found " + port + ", wanted 1 to 65535");
        }
    }

    /** As in {@code host:port}, with brackets around an IPv6 address. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
