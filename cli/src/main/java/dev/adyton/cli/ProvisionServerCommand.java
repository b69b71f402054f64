package dev.adyton.cli;

import dev.adyton.enclave.launcher.PlatformChoice;
import dev.adyton.relay.ProvisionServer;
import dev.adyton.relay.ProvisionServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code adyton provision-server}. */
@Command(
        name = "provision-server",
        header = "Starts enclaves on this machine for clients that bring their images.",
        description = {
            "",
            "When it is ready, prints where it listens and, on a second line, the fingerprint of the simulated platform's root that vouches for its enclaves."
                    + " Logs one line for each enclave that is started or ended. SIGTERM and Ctrl-C end it in order:"
                    + " clients are told, enclaves are ended, and the exit code is 0.",
            "",
            "An address that other machines may reach needs TLS (--tls-cert, --tls-key) and a way to know clients: certificates"
                    + " (--client-ca), tokens (--tokens) or both. Files are read again when they change."
        })
final class ProvisionServerCommand implements Callable<Integer> {
    private static final String DURATION = "TIME";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:4321",
            converter = HostPort.Converter.class,
            description = "Where to listen; port 0 picks a free one. Default: ${DEFAULT-VALUE}.")
    private HostPort listen;

    @Option(
            names = "--platform",
            paramLabel = "simulated|auto|TYPE",
            defaultValue = "simulated",
            description =
                    "What vouches for the enclaves: a simulated platform, whatever trusted hardware the machine has (simulated where it has"
                            + " none), or one type of it, without which no enclave is started: sgx-dcap, tdx-dcap, sev-snp or aws-nitro."
                            + " Default: ${DEFAULT-VALUE}.")
    private String platform;

    @Option(
            names = "--storage",
            paramLabel = "DIR",
            description = "Where images are kept; made for its owner only."
                    + " Default: $XDG_CACHE_HOME/adyton/provision or ~/.cache/adyton/provision.")
    private @Nullable Path storage;

    @Option(
            names = "--max-image-size",
            paramLabel = "SIZE",
            defaultValue = "512MiB",
            converter = Quantity.BytesConverter.class,
            description = "Largest image that may be uploaded, in bytes, KiB, MiB or GiB. Default: ${DEFAULT-VALUE}.")
    private long maxImageSize;

    @Option(
            names = "--max-enclaves",
            paramLabel = "N",
            defaultValue = "64",
            description = "Most enclaves at a time. Default: ${DEFAULT-VALUE}.")
    private int maxEnclaves;

    @Option(
            names = "--max-enclaves-per-client",
            paramLabel = "N",
            defaultValue = "64",
            description = "Most enclaves at a time for one client. Default: ${DEFAULT-VALUE}.")
    private int maxEnclavesPerClient;

    @Option(
            names = "--detached-lifetime",
            paramLabel = DURATION,
            defaultValue = "30s",
            converter = Quantity.DurationConverter.class,
            description = "How long a started enclave waits for its client (ms, s, m, h). Default: ${DEFAULT-VALUE}.")
    private Duration detachedLifetime;

    @Option(
            names = "--keepalive-time",
            paramLabel = DURATION,
            defaultValue = "10s",
            converter = Quantity.DurationConverter.class,
            description = "A connection silent for so long is asked whether it lives. Default: ${DEFAULT-VALUE}.")
    private Duration keepaliveTime;

    @Option(
            names = "--keepalive-timeout",
            paramLabel = DURATION,
            defaultValue = "10s",
            converter = Quantity.DurationConverter.class,
            description = "A connection that does not answer for so long is closed. Default: ${DEFAULT-VALUE}.")
    private Duration keepaliveTimeout;

    @Option(
            names = "--max-cache-per-client",
            paramLabel = "SIZE",
            defaultValue = "4GiB",
            converter = Quantity.BytesConverter.class,
            description =
                    "Most bytes of cached images of one client; those used least recently go first. Default: ${DEFAULT-VALUE}.")
    private long maxCache;

    @Option(
            names = "--require-sandbox",
            paramLabel = "none|seccomp|namespaces",
            defaultValue = "seccomp",
            converter = SandboxLevel.Converter.class,
            description =
                    "How much enclave processes have to be confined at least, or they are not started. They are confined as far as"
                            + " this machine allows. Default: ${DEFAULT-VALUE}.")
    private SandboxLevel requiredSandbox;

    @Option(
            names = "--warm",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "How many empty enclave processes wait for an image, 0 to 64: an enclave with the limits of the one"
                            + " before it starts in one of them, faster. Each takes some 60 MiB. Default: ${DEFAULT-VALUE}.")
    private int warm;

    @Mixin
    private ServerCredentialOptions credentials = new ServerCredentialOptions();

    @Option(names = "--reflection", description = "Offer gRPC server reflection.")
    private boolean reflection;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var server = start();
        // From here on only: that it listens is said below, in the form that scripts can rely on.
        Logging.tellRelay();
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("adyton-shutdown").unstarted(() -> {
                    server.close();
                    // Told to end and ended in order: that is success, where the JVM's own exit code would be 143.
                    Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
                }));
        var out = spec.commandLine().getOut();
        out.println("Provision server ready on " + at(server.address()));
        out.println("Simulated root: " + server.simulatedRoot().hex());
        out.flush();
        server.awaitTermination();
        return CommandLine.ExitCode.OK;
    }

    private ProvisionServer start() throws IOException {
        try {
            return ProvisionServer.start(options());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), Failures.describe(e), e);
        }
    }

    private ProvisionServerOptions options() throws IOException {
        var address = InetAddress.getByName(listen.host());
        var options = ProvisionServerOptions.defaults()
                .withListen(new InetSocketAddress(address, listen.port()))
                .withPlatform(new PlatformChoice(platform))
                .withCredentials(credentials.credentials(address))
                .withMaxCacheBytes(maxCache)
                .withLimits(maxImageSize, maxEnclaves, maxEnclavesPerClient)
                .withDetachedLifetime(detachedLifetime)
                .withKeepalive(keepaliveTime, keepaliveTimeout)
                .withReflection(reflection)
                .withRequiredConfinement(requiredSandbox.confinement())
                .withWarm(warm);
        return storage == null ? options : options.withStorage(storage);
    }

    private static String at(InetSocketAddress address) {
        return new HostPort(address.getAddress().getHostAddress(), address.getPort()).toString();
    }
}
