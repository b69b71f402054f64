package dev.adyton.relay;

import static java.lang.System.Logger.Level.WARNING;

import dev.adyton.credentials.AcceptedTokens;
import dev.adyton.credentials.TlsFiles;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What the credentials of a server come to: what it shows, and whom it lets in.
 *
 * @param tls encrypts connections; empty for plaintext
 * @param authenticator knows who calls
 * @param refusals where it is told who was not let in
 */
record Security(Optional<SslContext> tls, Authenticator authenticator, RefusalLog refusals) {
    private static final System.Logger LOG = System.getLogger(Security.class.getPackageName());

    /**
     * Reads all files.
     *
     * @throws IllegalArgumentException when the address could be reached by those who must not
     * @throws IOException with the file that makes no sense
     */
    static Security open(ProvisionServerCredentials credentials, InetSocketAddress listen) throws IOException {
        credentials.requireFit(listen);
        var clock = InstantSource.system();
        Optional<X509ExtendedTrustManager> authorities =
                credentials.clientAuthorities().isPresent()
                        ? Optional.of(
                                TlsFiles.trust(credentials.clientAuthorities().get()))
                        : Optional.empty();
        Optional<AcceptedTokens> tokens = credentials.tokens().isPresent()
                ? Optional.of(AcceptedTokens.open(credentials.tokens().get(), clock))
                : Optional.empty();
        Optional<SslContext> tls = credentials.tls().isPresent()
                ? Optional.of(tls(credentials.tls().get(), authorities, tokens.isPresent()))
                : Optional.empty();
        if (credentials.insecureNoAuthentication()) {
            LOG.log(
                    WARNING,
                    "INSECURE: whoever reaches {0} may run enclaves here{1}",
                    listen.getAddress().getHostAddress(),
                    tls.isPresent() ? "" : ", and connections are not encrypted");
        }
        var refusals = new RefusalLog(clock);
        return new Security(tls, new Authenticator(authorities, tokens, refusals), refusals);
    }

    private static SslContext tls(
            ProvisionServerCredentials.Tls files, Optional<X509ExtendedTrustManager> authorities, boolean orToken)
            throws IOException {
        var builder = SslContextBuilder.forServer(TlsFiles.identity(files.certificates(), files.key()));
        GrpcSslContexts.configure(builder, SslProvider.JDK).protocols("TLSv1.3");
        if (authorities.isPresent()) {
            // Where nothing else would do, nobody without a certificate gets beyond the handshake.
            builder.trustManager(authorities.get()).clientAuth(orToken ? ClientAuth.OPTIONAL : ClientAuth.REQUIRE);
        }
        return builder.build();
    }
}
