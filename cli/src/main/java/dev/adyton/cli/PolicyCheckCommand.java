package dev.adyton.cli;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.SavedEvidence;
import dev.adyton.attestation.appraise.Appraiser;
import dev.adyton.attestation.appraise.AttestationResult;
import dev.adyton.attestation.appraise.Rule;
import dev.adyton.attestation.simulated.SimulatedVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

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
        var saved = saved();
        var instant = at == null ? InstantSource.system().instant() : at;
        var result = Appraiser.of(policy, List.of(SimulatedVerifier.trusting(roots.fingerprints())), () -> instant)
                .appraise(saved.evidence(), saved.binder());
        print(result);
        if (!result.accepted()) {
            throw new RefusedException(evidenceFile + ": refused by " + failed(result));
        }
        return CommandLine.ExitCode.OK;
    }

    private void print(AttestationResult result) {
        var out = spec.commandLine().getOut();
        if (eat) {
            out.print(result.toEat());
        } else {
            out.print(RuleTable.of(result.rules()));
            if (result.accepted()) {
                out.println("accepted: " + result.line());
            }
        }
        out.flush();
    }

    private static String failed(AttestationResult result) {
        return result.rules().stream()
                .filter(rule -> !rule.passed())
                .map(Rule::name)
                .collect(Collectors.joining("; ", "", " (" + result.rules().size() + " rules looked at)"));
    }

    private SavedEvidence saved() throws IOException, RefusedException {
        try (var in = Files.newInputStream(evidenceFile)) {
            return SavedEvidence.parse(Bytes.of(in.readNBytes(SavedEvidence.MAX_BYTES + 1)));
        } catch (MalformedEvidenceException e) {
            throw new RefusedException(evidenceFile + ": " + e.getMessage());
        } catch (NoSuchFileException e) {
            throw new IOException("There is no evidence " + evidenceFile, e);
        }
    }

    /** Of ISO 8601 in UTC. */
    static final class InstantConverter implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw new TypeConversionException(
                        "found \"" + text + "\", wanted an instant such as 2026-01-31T12:00:00Z");
            }
        }
    }
}
