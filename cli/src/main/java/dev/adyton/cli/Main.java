package dev.adyton.cli;

import java.io.PrintStream;
import java.io.PrintWriter;

/** Entry of the {@code adyton} command. */
public final class Main {
    private Main() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        LastingLogManager.install();
        System.exit(run(args, writer(System.out), writer(System.err)));
    }

    /** Writes in the encoding that the JVM found for this stream. */
    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }

    /** Runs the command with its results on {@code out} and its errors on {@code err}; returns the exit code. */
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        return AdytonCommand.commandLine().setOut(out).setErr(err).execute(args);
    }
}
