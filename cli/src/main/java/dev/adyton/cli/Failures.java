package dev.adyton.cli;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How failures are told: one line on standard error, the stack trace only to those who asked for it. */
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
        line.getErr().println("adyton: " + firstLine(describe(failure)));
        if (verbosity > 0) {
            failure.printStackTrace(line.getErr());
        }
        return failure instanceof RefusedException ? REFUSED : CommandLine.ExitCode.SOFTWARE;
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
