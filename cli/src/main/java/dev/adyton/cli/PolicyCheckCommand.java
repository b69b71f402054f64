package dev.adyton.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adyton policy check POLICY EVIDENCE}. */
@Command(
        name = "check",
        header = "Says what a policy makes of saved evidence, rule by rule.",
        description = {
            "",
            "The evidence is verified and appraised as in a channel, and every rule is shown with what was found and what was wanted. Exit code 0:"
                    + " accepted. Exit code 3: refused, and the rules that failed are on standard error too."
        })
final class PolicyCheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "POLICY", description = "The policy, JSON.")
    private Path policyFile;

    @Parameters(index = "1", paramLabel = "EVIDENCE", description = "The evidence, as `--save-evidence` keeps it.")
    private Path evidenceFile;

    @Mixin
    private HardwareOptions hardware = new HardwareOptions();

    @Mixin
    private SimulatedRoots roots = new SimulatedRoots();

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            converter = InstantConverter.class,
            description = "Appraise as if it were then, e.g. 2026-01-31T12:00:00Z. Default: now.")
    private @Nullable Instant at;

    @Option(names = "--eat", description = "Print the result as an EAT claims set (JSON) rather than a table.")
    private boolean eat;

    @Override
    public Integer call() throws IOException, RefusedException {
        var policy = TrustOptions.read(policyFile);
        var instant = at == null ? InstantSource.system().instant() : at;
        Verdict.of(evidence(), policy, roots.fingerprints(), hardware, Optional.empty(), instant)
                .print(spec.commandLine().getOut(), eat, evidenceFile);
        return CommandLine.ExitCode.OK;
    }

    private EvidenceFile evidence() throws IOException, RefusedException {
        try {
            return EvidenceFile.read(evidenceFile);
        } catch (UnusableEvidenceException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }
}
