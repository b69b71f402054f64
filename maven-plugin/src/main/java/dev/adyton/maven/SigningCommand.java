package dev.adyton.maven;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.maven.plugin.MojoFailureException;

/**
 * A program that signs what a file holds, with a key that only it has.
 *
 * @param command program and arguments with the placeholders below
 * @param timeout how long one run may take; then it is killed with its children
 * @param directory where it runs
 * @param log gets what it prints
 */
record SigningCommand(List<String> command, Duration timeout, Path directory, Consumer<String> log) {
    private static final String PAYLOAD = "{payload}";
    private static final String SIGNATURE = "{signature}";
    private static final String ALGORITHM = "{algorithm}";

    /** Far more than the largest signature. */
    private static final int MAX_SIGNATURE_BYTES = 64 << 10;

    private static final int MAX_PRINTED_BYTES = 64 << 10;

    /** Runs it once and returns what it wrote to the signature file. What it prints goes to a file beside that. */
    byte[] run(Path payload, Path signature, String algorithm) throws IOException, MojoFailureException {
        var arguments = new ArrayList<String>();
        for (var argument : command) {
            arguments.add(argument.replace(PAYLOAD, payload.toAbsolutePath().toString())
                    .replace(SIGNATURE, signature.toAbsolutePath().toString())
                    .replace(ALGORITHM, algorithm));
        }
        checkPlaceholder(PAYLOAD);
        checkPlaceholder(SIGNATURE);
        var printed = signature.resolveSibling(signature.getFileName() + ".printed");
        int exit;
        try {
            exit = exitCode(arguments, printed);
        } finally {
            show(printed);
        }
        if (exit != 0) {
            throw failure("ended with exit code " + exit + ", wanted 0");
        }
        if (!Files.isRegularFile(signature)) {
            throw failure("ended with exit code 0 but wrote no file " + SIGNATURE);
        }
        try (var in = Files.newInputStream(signature)) {
            return in.readNBytes(MAX_SIGNATURE_BYTES);
        }
    }

    private void checkPlaceholder(String placeholder) throws MojoFailureException {
        if (command.stream().noneMatch(argument -> argument.contains(placeholder))) {
            throw new MojoFailureException(
                    "command: found " + command + ", wanted " + placeholder + " in its arguments");
        }
    }

    private int exitCode(List<String> arguments, Path printed) throws IOException, MojoFailureException {
        Process process;
        try {
            process = new ProcessBuilder(arguments)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(printed.toFile())
                    .start();
        } catch (IOException e) {
            throw new MojoFailureException("command: cannot be started: " + e.getMessage(), e);
        }
        try {
            // Nobody is there to answer its questions.
            process.getOutputStream().close();
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failure("did not end within " + timeout.toSeconds() + " s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was interrupted");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        }
    }

    private MojoFailureException failure(String what) {
        return new MojoFailureException("command " + command.getFirst() + " " + what + "; what it printed is above");
    }

    private void show(Path printed) throws IOException {
        if (Files.exists(printed)) {
            try (var in = Files.newInputStream(printed)) {
                new String(in.readNBytes(MAX_PRINTED_BYTES), StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.replaceAll("\\p{Cntrl}", "?"))
                        .forEach(log);
            }
        }
    }
}
