package dev.adyton.host.remote;

import io.grpc.Status;
import io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Tells from how a link failed which of its two ends did not accept the other. */
final class LinkSecurity {
    /** Deeper chains of causes are not looked through. */
    private static final int MAX_CAUSES = 20;

    private static final String ALERT = "Received fatal alert: ";

    private LinkSecurity() {}

    /** What the caller is told, when it was credentials that a call failed for. */
    static Optional<Status> explain(Status status, ProvisionServerAddress server) {
        var causes = causes(status.getCause());
        for (var cause : causes) {
            var message = String.valueOf(cause.getMessage());
            if (cause instanceof NotSslRecordException) {
                return Optional.of(Status.UNAVAILABLE.withDescription("provision server " + server
                        + ": found an answer that is not TLS, wanted TLS (does it run without?)"));
            }
            if (cause instanceof SSLException && message.contains(ALERT)) {
                var alert = message.substring(message.indexOf(ALERT) + ALERT.length());
                return Optional.of(Status.UNAUTHENTICATED.withDescription("provision server " + server
                        + " did not accept this client: found the alert " + alert
                        + ", wanted it to accept the client's certificate (or the client to have one)"));
            }
        }
        if (causes.stream().anyMatch(cause -> cause instanceof CertificateException)) {
            return Optional.of(Status.UNAUTHENTICATED.withDescription(
                    "provision server " + server + " is not accepted: its certificate " + reason(causes.getLast())));
        }
        var description = String.valueOf(status.getDescription());
        // An alert of TLS where HTTP/2 would have begun, or nothing where TLS would have.
        if (description.contains("Hex dump for first 5 bytes: 15") || description.contains("Network closed")) {
            return Optional.of(Status.UNAVAILABLE.withDescription("provision server " + server
                    + " closed the connection without an answer that makes sense (does it want TLS?): " + description));
        }
        return Optional.empty();
    }

    private static String reason(Throwable deepest) {
        var message = String.valueOf(deepest.getMessage());
        return switch (deepest) {
            case CertificateExpiredException e -> "has expired: " + message;
            case CertificateNotYetValidException e -> "is not valid yet: " + message;
            default -> "does not do: " + message;
        };
    }

    private static List<Throwable> causes(@Nullable Throwable first) {
        var causes = new ArrayList<Throwable>();
        for (var cause = first; cause != null && causes.size() < MAX_CAUSES; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
