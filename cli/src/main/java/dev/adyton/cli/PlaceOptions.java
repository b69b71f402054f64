package dev.adyton.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where an enclave runs: one of these at most. */
final class PlaceOptions {
    @Option(
            names = "--backend",
            paramLabel = "BACKEND",
            description =
                    "process (default): in a process of its own on this machine; in-process: in this JVM, for debugging.")
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
     * @throws TypeConversionException when it makes no sense
     */
    Place place() {
        if (provisionServer != null) {
            if (provisionServer.port() == 0) {
                throw new TypeConversionException("--provision-server: found port 0, wanted 1 to 65535");
            }
            return new Place.Server(provisionServer);
        }
        if (provision != null) {
            return switch (provision) {
                case "local" -> new Place.LocalServer();
                default -> throw new TypeConversionException("--provision: found \"" + provision + "\", wanted local");
            };
        }
        return switch (backend) {
            case null -> new Place.OwnProcess();
            case "process" -> new Place.OwnProcess();
            case "in-process" -> new Place.InProcess();
            default ->
                throw new TypeConversionException("--backend: found \"" + backend + "\", wanted process or in-process");
        };
    }
}
