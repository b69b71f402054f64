package dev.adyton.enclave.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that this one started: its life line (standard input), its words (standard output), its log (standard error), its private
 * directory, and its end. Thread-safe.
 */
final class ChildJvm {
    /** How long the log is still read after the process has gone, in case something that it started holds the stream open. */
    private static final Duration LOG_REST = Duration.ofSeconds(1);

    private static final long PUMP_STACK_BYTES = 256 << 10;

    private final Process process;
    private final PrivateDirectory directory;
    private final LogPump pump;
    private final Thread pumping;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private volatile boolean asked;

    private ChildJvm(Process process, PrivateDirectory directory, LogPump pump) {
        this.process = process;
        this.directory = directory;
        this.pump = pump;
        // A read from a pipe holds its thread, so a virtual one would take a carrier away from the application.
        this.pumping = Thread.ofPlatform()
                .daemon()
                .name("adyton-log-" + process.pid())
                .stackSize(PUMP_STACK_BYTES)
                .unstarted(pump);
    }

    /**
     * Starts it in its directory, with an empty environment (but for {@code LC_ALL=C.UTF-8} where a path is not ASCII). The directory belongs to it from here on, also when this fails.
     *
     * @throws LaunchException when the operating system refuses
     */
    static ChildJvm start(List<String> command, PrivateDirectory directory, RateLimit limit, LogLine.Sink sink)
            throws LaunchException {
        var builder = new ProcessBuilder(command).directory(directory.path().toFile());
        builder.environment().clear();
        if (!command.stream().allMatch(ChildJvm::isAscii)) {
            // The exception to an empty environment: without it Java takes the locale to be ASCII and does not find
            // such files.
            builder.environment().put("LC_ALL", "C.UTF-8");
        }
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            directory.delete();
            throw new LaunchException(
                    LaunchException.Code.FAILED_PRECONDITION, "A process cannot be started: " + e.getMessage(), e);
        }
        var child = new ChildJvm(process, directory, new LogPump(process.getErrorStream(), limit, sink));
        child.pumping.start();
        Thread.ofVirtual().name("adyton-process-" + process.pid()).start(child::supervise);
        return child;
    }

    private static boolean isAscii(String argument) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(argument);
    }

    private void supervise() {
        int code = waitFor();
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // Nobody reads any more what was left to be written.
        }
        try {
            pumping.join(LOG_REST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        directory.delete();
        exit.complete(code);
    }

    private int waitFor() {
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException e) {
                // Nobody interrupts this thread, and the process's end must be seen in any case.
            }
        }
    }

    long pid() {
        return process.pid();
    }

    /** The child's standard input. */
    OutputStream input() {
        return process.getOutputStream();
    }

    /** The child's standard output. */
    InputStream output() {
        return process.getInputStream();
    }

    /** The last lines of its log, shortened, on one line. */
    String lastLines() {
        return pump.lastLines();
    }

    /** The exit code, once the process is gone, its log is read and its directory is deleted. Never exceptional. */
    CompletionStage<Integer> exit() {
        return exit.minimalCompletionStage();
    }

    /** Waits for {@link #exit()}, however often the thread is interrupted; it stays interrupted. */
    int awaitExit() {
        return exit.join();
    }

    /** Whether this JVM was the one that ended it, or tried to. */
    boolean askedToEnd() {
        return asked;
    }

    /** Kills it; does not wait. */
    void kill() {
        asked = true;
        process.destroyForcibly();
    }

    /**
     * Ends it: closes the life line, terminates it after that time, kills it after that time again, and waits for
     * {@link #exit()}. Whoever else writes to {@link #input()} must not block for long.
     */
    void end(Duration patience) {
        asked = true;
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // Not a byte was buffered: it closed its end, or is gone.
        }
        try {
            if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                process.destroy();
                if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                    kill();
                }
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
        awaitExit();
    }
}
