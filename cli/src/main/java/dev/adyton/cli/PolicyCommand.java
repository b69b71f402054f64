package dev.adyton.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code adyton policy}: what a host accepts of an enclave, as a file. */
@Command(
        name = "policy",
        header = "Works with policies: which enclaves a host accepts.",
        subcommands = {PolicyCheckCommand.class, PolicyFromImageCommand.class})
final class PolicyCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "missing command");
    }
}
