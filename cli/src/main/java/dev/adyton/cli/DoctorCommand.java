package dev.adyton.cli;

import dev.adyton.attestation.hardware.Hardware;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code adyton doctor}. */
@Command(
        name = "doctor",
        header = "Tells what works on this machine, and why the rest does not.",
        description = {
            "",
            "Starts the demo enclave once in each backend to find out, and looks for trusted hardware. Exit code 1 when no backend works."
        })
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--provision-server",
            paramLabel = "HOST:PORT",
            converter = HostPort.Converter.class,
            description = "Also try this provision server.")
    private Optional<HostPort> server = Optional.empty();

    @Mixin
    private ProvisionOptions provisionOptions = new ProvisionOptions();

    @Override
    public Integer call() {
        var place = place();
        var out = spec.commandLine().getOut();
        Surroundings.describe().forEach(out::println);
        out.println();
        out.println("Sandbox");
        SandboxCheck.lines().forEach(out::println);
        out.println();
        out.println("Backends");
        var works = false;
        for (var backend : BackendCheck.all(place)) {
            var finding = backend.tryIt();
            works |= finding.available();
            out.println(backend.line(finding));
            out.flush();
        }
        out.println();
        out.println("Trusted hardware");
        HardwareCheck.lines(Hardware.ofThisMachine().findings()).forEach(out::println);
        return works ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private Optional<Place> place() {
        try {
            // Without a server there is nothing that credentials could be for, which is told.
            var place = provisionOptions.at(server.<Place>map(Place.Server::new).orElseGet(Place.OwnProcess::new));
            return server.map(address -> place);
        } catch (TypeConversionException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
