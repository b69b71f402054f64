package dev.adyton.host.remote;

import io.grpc.Status;
import java.util.regex.Pattern;

/** Says what happened on the way to a provision server. Whatever the server itself says is shown on one line and without control characters. */
final class Links {
    private static final Pattern SPACES = Pattern.compile("\\s+");

    /** What could forge a line of a log, steer a terminal or turn its text round. */
    private static final Pattern STEERING = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029]");

    private Links() {}

    /**
     * What the caller is told when a call to the server ended like this: always with the server's address, and UNAVAILABLE where gRPC names the
     * transport's trouble otherwise.
     */
    static Status explain(Status status, ProvisionServerAddress server) {
        return readable(explained(status, server));
    }

    private static Status explained(Status status, ProvisionServerAddress server) {
        if (status.getCause() instanceof InterruptedException) {
            return status.withDescription("interrupted while waiting for provision server " + server);
        }
        var security = LinkSecurity.explain(status, server);
        if (security.isPresent()) {
            return security.get().withCause(status.getCause());
        }
        return switch (status.getCode()) {
            case UNAVAILABLE, CANCELLED, UNKNOWN ->
                Status.UNAVAILABLE
                        .withDescription("provision server " + server + ": " + text(status))
                        .withCause(status.getCause());
            default -> status.withDescription("provision server " + server + ": " + text(status));
        };
    }

    /** What the caller is told when the first call to the server ended like this. */
    static Status explainConnect(Status status, RemoteProxyClientConfig config, ProvisionServerAddress server) {
        return readable(explainedConnect(status, config, server));
    }

    private static Status explainedConnect(
            Status status, RemoteProxyClientConfig config, ProvisionServerAddress server) {
        var security = LinkSecurity.explain(status, server);
        if (security.isPresent()) {
            return security.get().withCause(status.getCause());
        }
        return switch (status.getCode()) {
            case UNAVAILABLE ->
                Status.UNAVAILABLE
                        .withDescription("cannot reach provision server " + server + ": " + text(status)
                                + " (does it run, and does it listen there?)")
                        .withCause(status.getCause());
            case DEADLINE_EXCEEDED ->
                Status.DEADLINE_EXCEEDED
                        .withDescription("provision server " + server + ": found no answer, wanted one within "
                                + config.connectDeadline().toMillis()
                                + " ms (is it another kind of server, or behind a firewall?)")
                        .withCause(status.getCause());
            case UNIMPLEMENTED ->
                Status.FAILED_PRECONDITION.withDescription(
                        server + " is no provision server: found a gRPC server that does not offer this service");
            default -> explained(status, server);
        };
    }

    private static Status readable(Status status) {
        var line = SPACES.matcher(String.valueOf(status.getDescription())).replaceAll(" ");
        return status.withDescription(STEERING.matcher(line).replaceAll("?"));
    }

    /** gRPC keeps what the operating system said in the cause. */
    private static String text(Status status) {
        var description = status.getDescription();
        var cause = status.getCause();
        if (cause != null && cause.getMessage() != null) {
            return description == null || description.equals("io exception")
                    ? cause.getMessage()
                    : description + ": " + cause.getMessage();
        }
        return description == null ? status.getCode().toString() : description;
    }
}
