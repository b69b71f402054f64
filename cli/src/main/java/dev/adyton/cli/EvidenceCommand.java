package dev.adyton.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code adyton evidence}: what platforms say of themselves. */
@Command(
        name = "evidence",
        header = "Works with evidence: shows what is in it, verifies and appraises it.",
        subcommands = {EvidenceInspectCommand.class, EvidenceVerifyCommand.class})
final class EvidenceCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "missing command");
    }
}
