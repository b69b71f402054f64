package dev.adyton.cli;

import dev.adyton.host.remote.ProvisionCredentials;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What a command shows to a provision server, and whom it accepts as one. For all commands that take {@code --provision-server}. */
final class ProvisionOptions {
    @Option(
            names = {"--security-type", "--security_type"},
            paramLabel = "ssl|local",
            converter = SecurityType.Converter.class,
            description =
                    "ssl: TLS to the provision server, the default with --ca or --cert; local: none, and only on this machine,"
                            + " the default without.")
    private @Nullable SecurityType type;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Certificate authorities that the server's certificate may come from (PEM)."
                    + " Default with ssl: those that Java trusts.")
    private @Nullable Path authorities;

    @Option(names = "--cert", paramLabel = "FILE", description = "Certificate to show to the server (PEM).")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "The certificate's key (PEM, PKCS #8, owner only).")
    private @Nullable Path key;

    @Option(names = "--token-file", paramLabel = "FILE", description = "File with the token to show to the server.")
    private @Nullable Path token;

    @Option(
            names = "--insecure-plaintext",
            description =
                    "Talk to a server on another machine without TLS: whoever is on the way can read and change what"
                            + " the server is told.")
    private boolean insecurePlaintext;

    /**
     * The place with what was given here.
     *
     * @throws TypeConversionException when it makes no sense, or not there
     */
    Place at(Place place) {
        if (place instanceof Place.Server server) {
            return new Place.Server(server.address(), credentials());
        }
        if (isGiven()) {
            throw new TypeConversionException(
                    "credentials: found them without --provision-server, wanted the server that they are for");
        }
        return place;
    }

    private boolean isGiven() {
        return type != null
                || authorities != null
                || certificate != null
                || key != null
                || token != null
                || insecurePlaintext;
    }

    private ProvisionCredentials credentials() {
        if ((certificate == null) != (key == null)) {
            throw new TypeConversionException(
                    certificate == null
                            ? "--key: found it without --cert, wanted both"
                            : "--cert: found it without --key, wanted both");
        }
        var credentials = link();
        try {
            if (certificate != null && key != null) {
                credentials = credentials.withCertificate(certificate, key);
            }
            return token == null ? credentials : credentials.withToken(token);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("credentials: " + e.getMessage());
        }
    }

    private ProvisionCredentials link() {
        var tls = authorities != null || certificate != null || type == SecurityType.SSL;
        if (tls && type == SecurityType.LOCAL) {
            throw new TypeConversionException("--security-type: found local with certificates, wanted ssl");
        }
        if (tls && insecurePlaintext) {
            throw new TypeConversionException("--insecure-plaintext: found it with TLS, wanted either");
        }
        if (tls) {
            return authorities == null ? ProvisionCredentials.tls() : ProvisionCredentials.tls(authorities);
        }
        if (insecurePlaintext && type == SecurityType.LOCAL) {
            throw new TypeConversionException(
                    "--insecure-plaintext: found it with --security-type local, wanted either");
        }
        return insecurePlaintext ? ProvisionCredentials.insecurePlaintext() : ProvisionCredentials.loopback();
    }
}
