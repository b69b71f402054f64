package dev.adyton.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command above all others: holds what they share and shows its usage. */
@Command(
        name = "adyton",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        parameterListHeading = "%nArguments:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed; the reason is on standard error",
            "2:bad usage",
            "3:refused: what was to be checked is not acceptable"
        })
final class AdytonCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Log what happens to standard error; -vv logs more. Failures come with their stack traces.")
    private boolean[] verbose = {};

    /** The whole command with all its subcommands, ready to be executed once. */
    static CommandLine commandLine() {
        var root = new AdytonCommand();
        var line = new CommandLine(root)
                .addSubcommand(new QuickstartCommand())
                .addSubcommand(new CirclesCommand())
                .addSubcommand(new ProvisionServerCommand())
                .addSubcommand(new CredentialsCommand())
                .addSubcommand(new ImageCommand())
                .addSubcommand(new PolicyCommand())
                .addSubcommand(new EvidenceCommand())
                .addSubcommand(new CollateralCommand())
                .addSubcommand(new PrepareCommand())
                .addSubcommand(new DoctorCommand())
                .addSubcommand(new HelpCommand())
                // A message that begins with @ is a message.
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(Failures::badUsage)
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> Failures.failed(failure, command, root.verbosity()));
        line.setExecutionStrategy(parsed -> {
            Logging.start(root.verbosity(), line.getErr());
            return new CommandLine.RunLast().execute(parsed);
        });
        line.getCommandSpec()
                .usageMessage()
                .header(
                        "Runs the sensitive part of a Java application in an enclave, on this machine or on another.%n");
        line.getCommandSpec()
                .usageMessage()
                .footer(
                        "",
                        "Examples:",
                        "  adyton quickstart --message \"Asylo Rocks\"",
                        "  adyton circles",
                        "  adyton provision-server --listen 127.0.0.1:4321",
                        "  adyton quickstart --message \"Asylo Rocks\" --provision-server 127.0.0.1:4321",
                        "",
                        "`adyton help COMMAND` tells more of a command.");
        return line;
    }

    /** How often {@code -v} was given, anywhere on the command line. */
    private int verbosity() {
        return verbose.length;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "missing command");
    }
}
