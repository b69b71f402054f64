package dev.adyton.cli;

import dev.adyton.relay.ProvisionServerCredentials;
import java.net.InetAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a provision server proves itself and knows its clients. */
final class ServerCredentialOptions {
    @Option(
            names = {"--security-type", "--security_type"},
            paramLabel = "ssl|local",
            converter = SecurityType.Converter.class,
            description =
                    "ssl: TLS, the default with --tls-cert; local: none, and a loopback address only, the default without.")
    private @Nullable SecurityType type;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "The server's certificate (PEM).")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its key (PEM, PKCS #8, owner only).")
    private @Nullable Path key;

    @Option(
            names = "--client-ca",
            paramLabel = "FILE",
            description = "Let in clients with a certificate from one of these authorities (PEM).")
    private @Nullable Path clientAuthorities;

    @Option(
            names = "--tokens",
            paramLabel = "FILE",
            description = "Let in clients with one of these tokens, one line `NAME sha256:HEX [expires=INSTANT]` each;"
                    + " `adyton credentials token` makes them.")
    private @Nullable Path tokens;

    @Option(
            names = "--insecure-no-authentication",
            description = "Serve whoever reaches the server, also from other machines.")
    private boolean insecure;

    /** @throws IllegalArgumentException when it makes no sense together or not at that address */
    ProvisionServerCredentials credentials(InetAddress listen) {
        requireSense(listen);
        var credentials = certificate == null || key == null
                ? ProvisionServerCredentials.none()
                : ProvisionServerCredentials.tls(certificate, key);
        if (clientAuthorities != null) {
            credentials = credentials.withClientAuthorities(clientAuthorities);
        }
        if (tokens != null) {
            credentials = credentials.withTokens(tokens);
        }
        return insecure ? credentials.withInsecureNoAuthentication() : credentials;
    }

    private void requireSense(InetAddress listen) {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException(
                    certificate == null
                            ? "--tls-key: found it without --tls-cert, wanted both"
                            : "--tls-cert: found it without --tls-key, wanted both");
        }
        if (type == SecurityType.SSL && certificate == null) {
            throw new IllegalArgumentException(
                    "--security-type: found ssl without --tls-cert and --tls-key, wanted both");
        }
        if (type == SecurityType.LOCAL && certificate != null) {
            throw new IllegalArgumentException("--security-type: found local with a certificate, wanted ssl");
        }
        if (type == SecurityType.LOCAL && !listen.isLoopbackAddress()) {
            throw new IllegalArgumentException("--security-type: found local with the address "
                    + listen.getHostAddress() + ", wanted a loopback address such as 127.0.0.1");
        }
    }
}
