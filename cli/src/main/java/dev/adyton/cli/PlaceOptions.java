package dev.adyton.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where an enclave runs: one of these at most. */
final class PlaceOptions {
    @Option(
            names = "--backend",
            paramLabel = "BACKEND",
            description =
                    "sandbox (default): in a confined process of its own on this machine; for debugging process: unconfined,"
                            + " or in-process: in this JVM.")
    private @Nullable String backend;

    @Option(
            names = "--provision",
            paramLabel = "local",
            description = "local: at a provision server that is started for it as a child process.")
    private @Nullable String provision;

    @Option(
            names = {"--provision-server", "--remote_provision_server"},
            paramLabel = "HOST:PORT",
            converter = HostPort.Converter.class,
            description = "At this provision server.")
    private @Nullable HostPort provisionServer;

    /**
     * The place that was chosen.
     *
     * @param required what was said of the enclave's confinement, if anything
     * @throws TypeConversionException when it makes no sense
     */
    Place place(Optional<SandboxLevel> required) {
        var least = required.orElse(SandboxLevel.SECCOMP).confinement();
        if (provisionServer != null) {
            if (provisionServer.port() == 0) {
                throw new TypeConversionException("--provision-server: found port 0, wanted 1 to 65535");
            }
            return new Place.Server(provisionServer);
        }
        if (provision != null) {
            return switch (provision) {
                case "local" -> new Place.LocalServer(least);
                default -> throw new TypeConversionException("--provision: found \"" + provision + "\", wanted local");
            };
        }
        return switch (backend) {
            case null -> new Place.Sandbox(least);
            case "sandbox" -> new Place.Sandbox(least);
            case "process" -> unconfined(new Place.OwnProcess(), required);
            case "in-process" -> unconfined(new Place.InProcess(), required);
            default ->
                throw new TypeConversionException(
                        "--backend: found \"" + backend + "\", wanted sandbox, process or in-process");
        };
    }

    private Place unconfined(Place place, Optional<SandboxLevel> required) {
        if (required.isPresent() && required.get() != SandboxLevel.NONE) {
            throw new TypeConversionException(
                    "--require-sandbox: found it with --backend " + backend + ", wanted --backend sandbox");
        }
        return place;
    }
}
