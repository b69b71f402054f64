package dev.adyton.relay;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a provision server proves itself to clients and knows them. Immutable.
 *
 * <p>Whoever shows what is wanted of clients is let in; where both a certificate and a token are accepted, one of them is enough. Files are
 * read again when they change, and calls are judged by what they say then. Sessions that stand go on.
 *
 * @param tls the server's certificate and key; without them, connections are not encrypted
 * @param clientAuthorities PEM file of the certificate authorities whose clients are let in; needs {@code tls}
 * @param tokens file of accepted tokens, as {@link dev.adyton.credentials.AcceptedTokens} describes
 * @param insecureNoAuthentication serve everybody on an address that other machines may reach
 */
public record ProvisionServerCredentials(
        Optional<Tls> tls, Optional<Path> clientAuthorities, Optional<Path> tokens, boolean insecureNoAuthentication) {
    /**
     * What the server shows.
     *
     * @param certificates PEM file: the server's certificate, then those above it
     * @param key PEM file: its key, PKCS #8, for its owner only
     */
    public record Tls(Path certificates, Path key) {}

    /** Says what is missing, or makes no sense together. */
    public ProvisionServerCredentials {
        if (clientAuthorities.isPresent() && tls.isEmpty()) {
            throw new IllegalArgumentException(
                    "client certificates: found no certificate of the server, wanted one, as they are shown in TLS only");
        }
        if (insecureNoAuthentication && (clientAuthorities.isPresent() || tokens.isPresent())) {
            throw new IllegalArgumentException(
                    "no authentication: found what clients are to be known by, wanted either");
        }
    }

    /** No encryption and no credentials: for loopback addresses, which only this machine reaches. */
    public static ProvisionServerCredentials none() {
        return new ProvisionServerCredentials(Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /** TLS 1.3 with this certificate. Clients have no credentials yet. */
    public static ProvisionServerCredentials tls(Path certificates, Path key) {
        return new ProvisionServerCredentials(
                Optional.of(new Tls(certificates, key)), Optional.empty(), Optional.empty(), false);
    }

    /** This, letting in clients with a certificate of these authorities. */
    public ProvisionServerCredentials withClientAuthorities(Path file) {
        return new ProvisionServerCredentials(tls, Optional.of(file), tokens, insecureNoAuthentication);
    }

    /** This, letting in clients with one of these tokens. */
    public ProvisionServerCredentials withTokens(Path file) {
        return new ProvisionServerCredentials(tls, clientAuthorities, Optional.of(file), insecureNoAuthentication);
    }

    /** This, serving everybody who reaches it. */
    public ProvisionServerCredentials withInsecureNoAuthentication() {
        return new ProvisionServerCredentials(tls, clientAuthorities, tokens, true);
    }

    boolean authenticates() {
        return clientAuthorities.isPresent() || tokens.isPresent();
    }

    /** Refuses an address that other machines might reach, unless they are kept out or it was asked for. */
    void requireFit(InetSocketAddress listen) {
        if (listen.isUnresolved()) {
            throw new IllegalArgumentException("listen address: found the unknown host " + listen.getHostString());
        }
        var address = listen.getAddress();
        if (address.isLoopbackAddress() || insecureNoAuthentication) {
            return;
        }
        if (tls.isEmpty() || !authenticates()) {
            throw new IllegalArgumentException("listen address: found " + address.getHostAddress()
                    + ", which other machines may reach, with "
                    + (tls.isEmpty() ? "no encryption" : "nothing to know clients by")
                    + ", wanted a loopback address such as 127.0.0.1, or TLS and client certificates or tokens");
        }
    }
}
