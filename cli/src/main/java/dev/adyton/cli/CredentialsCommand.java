package dev.adyton.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code adyton credentials}: makes what provision servers and their clients know each other by. */
@Command(
        name = "credentials",
        header = "Makes certificates and tokens for provision servers and their clients.",
        subcommands = {CredentialsInitCommand.class, CredentialsTokenCommand.class})
final class CredentialsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "missing command");
    }
}
