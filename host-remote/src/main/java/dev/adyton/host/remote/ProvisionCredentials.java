package dev.adyton.host.remote;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a client knows the provision server that it talks to, and proves itself to it. Immutable; files are read when a connection is made and
 * again when they have changed.
 *
 * <p>It is about the way to the server and the server's quotas. What the enclave is and what reaches it does not rest on it: the server
 * is not trusted.
 *
 * @param link how connections are protected
 * @param authorities PEM file of the certificate authorities that the server's certificate may come from; without it, those that the Java
 *     runtime trusts
 * @param certificate what the client shows, if anything
 * @param token file with the client's bearer token, if it has one
 */
public record ProvisionCredentials(
        Link link, Optional<Path> authorities, Optional<Certificate> certificate, Optional<Path> token) {
    /** How connections are protected. */
    public enum Link {
        /** Not at all, and to this machine only: any other address is refused. */
        LOOPBACK,
        /** TLS 1.3; the server's certificate must come from the authorities and be for the name or address that was dialled. */
        TLS,
        /** Not at all, to wherever: whoever is on the way reads and changes what passes. No token is sent. */
        INSECURE_PLAINTEXT
    }

    /**
     * A client's certificate.
     *
     * @param certificates PEM file: the certificate, then those above it
     * @param key PEM file: its key, PKCS #8, for its owner only
     */
    public record Certificate(Path certificates, Path key) {}

    /** Refuses what makes no sense together. */
    public ProvisionCredentials {
        if (link != Link.TLS && (authorities.isPresent() || certificate.isPresent())) {
            throw new IllegalArgumentException("found certificates for a link without TLS, wanted TLS");
        }
        if (link == Link.INSECURE_PLAINTEXT && token.isPresent()) {
            throw new IllegalArgumentException("found a token for a link that anybody may read, wanted TLS");
        }
    }

    private static ProvisionCredentials of(Link link, Optional<Path> authorities) {
        return new ProvisionCredentials(link, authorities, Optional.empty(), Optional.empty());
    }

    /** Plaintext to a server on this machine, Asylo's {@code local}. Where its operator wants it, with {@link #withToken}. */
    public static ProvisionCredentials loopback() {
        return of(Link.LOOPBACK, Optional.empty());
    }

    /** TLS to a server whose certificate comes from an authority that the Java runtime trusts. */
    public static ProvisionCredentials tls() {
        return of(Link.TLS, Optional.empty());
    }

    /** TLS to a server whose certificate comes from one of the authorities in this PEM file. */
    public static ProvisionCredentials tls(Path authorities) {
        return of(Link.TLS, Optional.of(authorities));
    }

    /** Plaintext to wherever. For networks that are protected otherwise. */
    public static ProvisionCredentials insecurePlaintext() {
        return of(Link.INSECURE_PLAINTEXT, Optional.empty());
    }

    /** This, showing a certificate. */
    public ProvisionCredentials withCertificate(Path certificates, Path key) {
        return new ProvisionCredentials(link, authorities, Optional.of(new Certificate(certificates, key)), token);
    }

    /** This, showing the token in this file, which nobody else may read. */
    public ProvisionCredentials withToken(Path file) {
        return new ProvisionCredentials(link, authorities, certificate, Optional.of(file));
    }
}
