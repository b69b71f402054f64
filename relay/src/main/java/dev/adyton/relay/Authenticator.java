package dev.adyton.relay;

import dev.adyton.credentials.AcceptedTokens;
import dev.adyton.protocol.ProvisionGrpc;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Knows who calls, before anything of the call is read, and refuses whom it does not know. Every call is judged by what is accepted at that
 * moment, the certificate of a connection that stands included.
 */
final class Authenticator implements ServerInterceptor {
    /** Who calls; set in every call. */
    static final Context.Key<Client> CLIENT = Context.key("client");

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Pattern BEARER = Pattern.compile("[Bb]earer +([^ ]+)");

    private static final Status MISSING =
            Status.UNAUTHENTICATED.withDescription("credentials are missing: wanted a client certificate or a token");
    private static final Status NOT_ACCEPTED = Status.UNAUTHENTICATED.withDescription("credentials are not accepted");

    /** The operator learns more than the client. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Status status;
        private final String why;

        Refusal(Status status, String why) {
            this.status = status;
            this.why = why;
        }
    }

    private final Optional<X509ExtendedTrustManager> authorities;
    private final Optional<AcceptedTokens> tokens;
    private final RefusalLog log;

    Authenticator(Optional<X509ExtendedTrustManager> authorities, Optional<AcceptedTokens> tokens, RefusalLog log) {
        this.authorities = authorities;
        this.tokens = tokens;
        this.log = log;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        var peer = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        Client client;
        try {
            client = client(peer, call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION), headers);
        } catch (Refusal refusal) {
            log.refused(String.valueOf(peer), refusal.why);
            call.close(refusal.status, new Metadata());
            return new ServerCall.Listener<>() {};
        }
        // A token has done its work: nothing behind this may find or log it.
        headers.discardAll(AUTHORIZATION);
        var context = Context.current().withValue(CLIENT, client);
        if (!call.getMethodDescriptor().equals(ProvisionGrpc.getAttachMethod())) {
            return Contexts.interceptCall(context, call, headers, next);
        }
        // Attach asks for its client at its start only: its records take no detour.
        var previous = context.attach();
        try {
            return next.startCall(call, headers);
        } finally {
            context.detach(previous);
        }
    }

    private Client client(@Nullable SocketAddress peer, @Nullable SSLSession session, Metadata headers) throws Refusal {
        if (authorities.isEmpty() && tokens.isEmpty()) {
            return Client.ofAddress(address(peer));
        }
        // A credential that is shown must be good, whether or not another would do.
        var ofToken = ofToken(headers);
        var ofCertificate = ofCertificate(session);
        return ofCertificate.or(() -> ofToken).orElseThrow(() -> new Refusal(MISSING, "it shows no credentials"));
    }

    private Optional<Client> ofToken(Metadata headers) throws Refusal {
        var header = headers.get(AUTHORIZATION);
        if (header == null || tokens.isEmpty()) {
            return Optional.empty();
        }
        var bearer = BEARER.matcher(header);
        var client = bearer.matches() ? tokens.get().client(bearer.group(1)) : Optional.<String>empty();
        return Optional.of(client.map(Client::ofToken)
                .orElseThrow(() -> new Refusal(NOT_ACCEPTED, "its token is not one of those accepted now")));
    }

    private Optional<Client> ofCertificate(@Nullable SSLSession session) throws Refusal {
        if (session == null || authorities.isEmpty()) {
            return Optional.empty();
        }
        X509Certificate[] chain;
        try {
            chain = Stream.of(session.getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toArray(X509Certificate[]::new);
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
        try {
            authorities.get().checkClientTrusted(chain, "UNKNOWN");
        } catch (CertificateException e) {
            throw new Refusal(NOT_ACCEPTED, "its certificate is not accepted now: " + e.getMessage());
        }
        if (chain[0].getSubjectX500Principal().getName().isEmpty()) {
            throw new Refusal(NOT_ACCEPTED, "its certificate has no subject name");
        }
        return Optional.of(Client.ofCertificate(chain[0]));
    }

    private static InetAddress address(@Nullable SocketAddress peer) {
        return peer instanceof InetSocketAddress socket && socket.getAddress() != null
                ? socket.getAddress()
                : InetAddress.getLoopbackAddress();
    }
}
