package dev.adyton.cli;

import dev.adyton.attestation.appraise.AttestationResult;
import dev.adyton.attestation.appraise.Rule;
import dev.adyton.channel.PeerRefusedException;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How failures are told: one line on standard error, the rules in front of it where an enclave was refused, the stack trace only to those who asked. */
final class Failures {
    /** Exit code for what could be checked and is not acceptable. */
    static final int REFUSED = 3;

    private Failures() {}

    /** The command line makes no sense. */
    static int badUsage(ParameterException failure, String[] args) {
        var line = failure.getCommandLine();
        var name = line.getCommandSpec().qualifiedName();
        line.getErr().println("adyton: " + firstLine(complaint(failure)) + " (see `" + name + " --help`)");
        return CommandLine.ExitCode.USAGE;
    }

    /** The command could not do what it was told. */
    static int failed(Exception failure, CommandLine line, int verbosity) {
        var refused = refused(failure);
        refused.ifPresent(result -> line.getErr().print(RuleTable.of(result.rules())));
        line.getErr()
                .println("adyton: " + refused.map(Failures::summary).orElseGet(() -> firstLine(describe(failure))));
        if (verbosity > 0) {
            failure.printStackTrace(line.getErr());
        }
        return refused.isPresent() || failure instanceof RefusedException ? REFUSED : CommandLine.ExitCode.SOFTWARE;
    }

    /** The appraisal that refused an enclave, where that is what went wrong. */
    private static Optional<AttestationResult> refused(Exception failure) {
        return failure instanceof StatusRuntimeException status
                        && status.getStatus().getCause() instanceof PeerRefusedException refusal
                ? Optional.of(refusal.result())
                : Optional.empty();
    }

    private static String summary(AttestationResult result) {
        var failed = result.rules().stream()
                .filter(rule -> !rule.passed())
                .map(Rule::name)
                .collect(Collectors.joining(", "));
        return "the enclave was refused by " + failed
                + "; nothing is sent to an enclave that was refused (UNAUTHENTICATED)";
    }

    /** What went wrong, with the status code where there is one. */
    static String describe(Throwable failure) {
        return switch (failure) {
            case StatusRuntimeException e -> describe(e.getStatus());
            case StatusException e -> describe(e.getStatus());
            default -> describe(failure.getClass().getSimpleName(), failure.getMessage());
        };
    }

    /** The message of e.g. a NoSuchFileException is only the file's name, so a single word gets the kind of failure in front. */
    private static String describe(String kind, @Nullable String message) {
        if (message == null) {
            return kind;
        }
        return message.contains(" ") ? message : kind + ": " + message;
    }

    private static String describe(Status status) {
        var description = status.getDescription();
        return description == null ? status.getCode().name() : description + " (" + status.getCode() + ")";
    }

    private static String complaint(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            var found = unmatched.getUnmatched().getFirst();
            var known = unmatched.getSuggestions();
            return "found \"" + found + "\", which is no " + (found.startsWith("-") ? "option" : "command") + " here"
                    + (known.isEmpty() ? "" : "; did you mean " + String.join(" or ", known) + "?");
        }
        return describe(failure).replaceFirst("^Error: ", "");
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
