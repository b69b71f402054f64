package dev.adyton.cli;

import dev.adyton.attestation.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
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

/** {@code adyton evidence verify FILE --policy POLICY}. */
@Command(
        name = "verify",
        header = "Verifies evidence and says what a policy makes of it, rule by rule.",
        description = {
            "",
            "Takes what `evidence inspect` takes. Of evidence of a platform by itself, what the policy says about images is not looked at, since"
                    + " nothing in it tells of any. Exit code 0: accepted. Exit code 3: refused. Exit code 1: no evidence, policy or"
                    + " endorsements that could be read."
        })
final class EvidenceVerifyCommand implements Callable<Integer> {
    private static final int REPORT_DATA_DIGITS = 128;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The evidence.")
    private Path file;

    @Option(names = "--policy", paramLabel = "POLICY", required = true, description = "What is accepted, JSON.")
    private Path policy;

    @Mixin
    private HardwareOptions hardware = new HardwareOptions();

    @Mixin
    private SimulatedRoots roots = new SimulatedRoots();

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            converter = InstantConverter.class,
            description = "Verify and appraise as if it were then, e.g. 2026-01-31T12:00:00Z. Default: now.")
    private @Nullable Instant at;

    @Option(
            names = "--report-data",
            paramLabel = "HEX",
            converter = ReportDataConverter.class,
            description =
                    "What evidence of a platform by itself has to vouch for: 128 hex digits. Default: that is not looked at.")
    private @Nullable Bytes reportData;

    @Option(names = "--eat", description = "Print the result as an EAT claims set (JSON) rather than a table.")
    private boolean eat;

    @Override
    public Integer call() throws IOException, RefusedException {
        var instant = at == null ? InstantSource.system().instant() : at;
        Verdict.of(
                        EvidenceFile.read(file),
                        TrustOptions.read(policy),
                        roots.fingerprints(),
                        hardware,
                        Optional.ofNullable(reportData),
                        instant)
                .print(spec.commandLine().getOut(), eat, file);
        return CommandLine.ExitCode.OK;
    }

    /** Of hex digits. */
    static final class ReportDataConverter implements ITypeConverter<Bytes> {
        @Override
        public Bytes convert(String hex) {
            if (!hex.matches("[0-9a-fA-F]{" + REPORT_DATA_DIGITS + "}")) {
                throw new TypeConversionException(
                        "found \"" + hex + "\", wanted " + REPORT_DATA_DIGITS + " hex digits");
            }
            return Bytes.hex(hex);
        }
    }
}
