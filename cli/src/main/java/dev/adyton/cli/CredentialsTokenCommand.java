package dev.adyton.cli;

import dev.adyton.credentials.Tokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adyton credentials token}. */
@Command(
        name = "token",
        header = "Makes a token for a client of a provision server.",
        description = {
            "",
            "The client keeps the token (--token-file), the server a line with its hash (--tokens). Without these options both are printed;"
                    + " the token is not kept anywhere else."
        })
final class CredentialsTokenCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The client: 1 to 64 characters of [A-Za-z0-9._-].")
    private String name;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            converter = Quantity.DurationConverter.class,
            description = "How long it is accepted (s, m, h, d). Default: until its line is deleted.")
    private @Nullable Duration lifetime;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Write the token to this new file, for its owner only, rather than print it.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--tokens",
            paramLabel = "FILE",
            description = "Append the line to this file of a provision server rather than print it.")
    private @Nullable Path tokens;

    @Override
    public Integer call() throws IOException {
        var token = Tokens.generate(new SecureRandom());
        var line = line(token);
        var out = spec.commandLine().getOut();
        // The token first: a line for a token that nobody has would only be in the way.
        if (tokenFile == null) {
            out.println("Token of " + name + " (not shown again):");
            out.println(token);
        } else {
            PrivateFiles.create(tokenFile, token + "\n");
        }
        if (tokens == null) {
            out.println("Line for the server's --tokens file:");
            out.println(line);
        } else {
            append(tokens, line);
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private String line(String token) {
        var end = Optional.ofNullable(lifetime)
                .map(time -> Instant.now().plus(time).truncatedTo(ChronoUnit.SECONDS));
        try {
            return Tokens.line(name, token, end);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), Failures.describe(e), e);
        }
    }

    private static void append(Path file, String line) throws IOException {
        if (Files.notExists(file)) {
            PrivateFiles.create(file, line + "\n");
            return;
        }
        var before = Files.readString(file, StandardCharsets.ISO_8859_1);
        var separator = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
        Files.writeString(file, separator + line + "\n", StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }
}
