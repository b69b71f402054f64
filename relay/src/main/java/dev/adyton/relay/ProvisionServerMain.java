package dev.adyton.relay;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * The provision server as the child process of one application, for local provisioning: {@code [--listen HOST:PORT] [--storage DIR] [--confinement LABEL]}, by default
 * a free loopback port and the confinement that {@link ProvisionServerOptions#defaults()} require. Prints one line {@code READY <port>} on standard output and ends when its standard input ends.
 *
 * <p>Exit codes: 0 ended in order, 1 could not start (the reason is on standard error), 2 bad arguments.
 */
public final class ProvisionServerMain {
    /** The parent logs each line of standard error as one record: level, logger, message, stack trace. */
    private static final String ONE_LINE = "%4$s %3$s: %5$s%6$s%n";

    private ProvisionServerMain() {}

    /** Starts the server and waits for the end of standard input. */
    public static void main(String[] args) {
        System.setProperty("java.util.logging.SimpleFormatter.format", ONE_LINE);
        System.exit(run(List.of(args)));
    }

    private static int run(List<String> args) {
        ProvisionServerOptions options;
        try {
            options = options(args.iterator());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return 2;
        }
        try (var server = ProvisionServer.start(options)) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "adyton-relay-shutdown"));
            System.out.println("READY " + server.address().getPort());
            // Nothing is said this way; the parent only keeps the stream open while it lives.
            System.in.transferTo(OutputStream.nullOutputStream());
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    private static ProvisionServerOptions options(Iterator<String> args) {
        var options = ProvisionServerOptions.defaults()
                .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        while (args.hasNext()) {
            var name = args.next();
            if (!args.hasNext()) {
                throw new IllegalArgumentException(name + ": found nothing after it, wanted a value");
            }
            var value = args.next();
            options = switch (name) {
                case "--listen" -> options.withListen(address(value));
                case "--storage" -> options.withStorage(Path.of(value));
                case "--confinement" -> options.withRequiredConfinement(confinement(value));
                default ->
                    throw new IllegalArgumentException(
                            "found " + name + ", wanted --listen, --storage or --confinement");
            };
        }
        return options;
    }

    private static Confinement confinement(String label) {
        return Confinement.labelled(label)
                .orElseThrow(() -> new IllegalArgumentException(
                        "--confinement: found " + label + ", wanted " + Confinement.labels()));
    }

    private static InetSocketAddress address(String value) {
        // A URI's authority is the one parser in the JDK for HOST:PORT with IPv6 brackets.
        var uri = URI.create("tcp://" + value);
        if (uri.getHost() == null || uri.getPort() < 0) {
            throw new IllegalArgumentException("--listen: found " + value + ", wanted HOST:PORT");
        }
        return new InetSocketAddress(uri.getHost(), uri.getPort());
    }
}
