package dev.adyton.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adyton help [COMMAND...]}, where the commands may be nested: {@code adyton help image inspect}. */
@Command(name = "help", header = "Shows the usage of a command.", helpCommand = true)
final class HelpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "The command; without it, all commands are listed.")
    private List<String> names = List.of();

    @Override
    public Integer call() {
        var shown = spec.root().commandLine();
        for (var name : names) {
            var next = shown.getSubcommands().get(name);
            if (next == null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "unknown command \"" + name + "\", known: "
                                + String.join(", ", shown.getSubcommands().keySet()));
            }
            shown = next;
        }
        shown.usage(spec.root().commandLine().getOut());
        return CommandLine.ExitCode.OK;
    }
}
