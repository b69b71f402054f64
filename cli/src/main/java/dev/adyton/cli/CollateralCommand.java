package dev.adyton.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code adyton collateral}: what vendors say of the hardware that they sold. */
@Command(
        name = "collateral",
        header = "Gets the vendors' endorsements of trusted hardware.",
        subcommands = CollateralFetchCommand.class)
final class CollateralCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "missing command");
    }
}
