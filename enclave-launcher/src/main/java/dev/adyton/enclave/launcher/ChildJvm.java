package dev.adyton.enclave.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A JVM that this one started: its life line (standard input), its words (standard output), its log (standard error), its private
 * directory, and its end. Thread-safe.
 */
final class ChildJvm {
    private static final Logger LOG = System.getLogger(ChildJvm.class.getPackageName());

    /** How long the log is still read after the process has gone, in case something that it started holds the stream open. */
    private static final Duration LOG_REST = Duration.ofSeconds(1);

    private static final long KEEPER_STACK_BYTES = 256 << 10;

    private final Process process;
    private final Plan plan;
    private final LogPump pump;
    private final Thread keeper;
    private final CountDownLatch gone = new CountDownLatch(1);
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private volatile @Nullable ProcessHandle inner;
    private volatile boolean asked;
    private volatile boolean outOfMemory;

    /**
     * What to start.
     *
     * @param command the program and its arguments
     * @param directory its private directory, in which it runs
     * @param wrapped whether the program starts the JVM as its only child and ends as that does
     * @param group bounds what it uses
     * @param outside where it is started
     */
    record Plan(
            List<String> command, PrivateDirectory directory, boolean wrapped, ControlGroup group, Outside outside) {
        /** Gives back what was made for a process that will not be started. */
        void abandon() {
            group.close();
            directory.delete();
        }
    }

    private ChildJvm(Process process, Plan plan, LogPump pump, Thread keeper) {
        this.process = process;
        this.plan = plan;
        this.pump = pump;
        this.keeper = keeper;
    }

    /** As {@link #start(Plan, RateLimit, LogLine.Sink)}, of a JVM that nothing wraps or bounds. */
    static ChildJvm start(List<String> command, PrivateDirectory directory, RateLimit limit, LogLine.Sink sink)
            throws LaunchException {
        return start(new Plan(command, directory, false, ControlGroup.NONE, Outside.SAME_THREAD), limit, sink);
    }

    /**
     * Starts it in its directory, with an empty environment (but for {@code LC_ALL=C.UTF-8} where a path is not ASCII). Directory and group belong to it
     * from here on, also when this fails.
     *
     * @throws LaunchException when the operating system refuses
     */
    static ChildJvm start(Plan plan, RateLimit limit, LogLine.Sink sink) throws LaunchException {
        var builder = new ProcessBuilder(plan.command())
                .directory(plan.directory().path().toFile());
        builder.environment().clear();
        if (!plan.command().stream().allMatch(ChildJvm::isAscii)) {
            // The exception to an empty environment: without it Java takes the locale to be ASCII and does not find
            // such files.
            builder.environment().put("LC_ALL", "C.UTF-8");
        }
        var started = new CompletableFuture<ChildJvm>();
        // To the kernel a process's parent is a thread, with which bubblewrap would end: so one starts it that stays. A
        // platform thread also because a
        // read from a pipe holds its thread, so that a virtual one would take a carrier away from the application.
        Thread.ofPlatform()
                .daemon()
                .name("adyton-process")
                .stackSize(KEEPER_STACK_BYTES)
                .start(() -> keep(builder, plan, limit, sink, started));
        try {
            return started.join();
        } catch (CompletionException e) {
            plan.abandon();
            var cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new LaunchException(
                    LaunchException.Code.FAILED_PRECONDITION,
                    "A process cannot be started: " + cause.getMessage(),
                    cause);
        }
    }

    /** Starts it and reads its log until it has gone. */
    private static void keep(
            ProcessBuilder builder,
            Plan plan,
            RateLimit limit,
            LogLine.Sink sink,
            CompletableFuture<ChildJvm> started) {
        ChildJvm child;
        try {
            var process = plan.outside().call(builder::start);
            Thread.currentThread().setName("adyton-log-" + process.pid());
            child = new ChildJvm(
                    process, plan, new LogPump(process.getErrorStream(), limit, sink), Thread.currentThread());
        } catch (IOException | RuntimeException | Error e) {
            started.completeExceptionally(e);
            return;
        }
        child.bound();
        // Not a virtual one: what sees the process's end wakes it, and may be held by nothing (OutsideThread).
        Thread.ofPlatform()
                .daemon()
                .name("adyton-process-" + child.process.pid())
                .stackSize(KEEPER_STACK_BYTES)
                .start(child::supervise);
        started.complete(child);
        child.pump.run();
        child.waitFor();
    }

    /** Before it is told anything, so before any code that is not trusted runs in it. */
    private void bound() {
        try {
            plan.group().add(process.pid());
            // What it starts from here on is in the group as well; what it has started is not.
            for (var child : process.children().toList()) {
                plan.group().add(child.pid());
            }
        } catch (IOException e) {
            if (process.isAlive()) {
                LOG.log(
                        Level.WARNING,
                        "Process {0} could not be put into its control group and is not bounded: {1}",
                        Long.toString(process.pid()),
                        e);
            }
        }
    }

    private static boolean isAscii(String argument) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(argument);
    }

    private void supervise() {
        int code = waitFor();
        gone.countDown();
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // Nobody reads any more what was left to be written.
        }
        try {
            keeper.join(LOG_REST);
            awaitInner();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        outOfMemory = plan.group().ranOutOfMemory();
        plan.abandon();
        exit.complete(code);
    }

    /** When the wrapper was killed, the kernel kills the JVM a moment later. */
    private void awaitInner() throws InterruptedException {
        var process = inner;
        if (process != null && process.isAlive()) {
            try {
                process.onExit().get(LOG_REST.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.log(Level.WARNING, "Process {0} is still there: {1}", Long.toString(process.pid()), e);
            }
        }
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

    /** The JVM's process id. Of one that is wrapped, until it is there, the wrapper's. */
    long pid() {
        return inner().map(ProcessHandle::pid).orElseGet(process::pid);
    }

    private Optional<ProcessHandle> inner() {
        if (plan.wrapped() && inner == null) {
            inner = process.children().findFirst().orElse(null);
        }
        return Optional.ofNullable(inner);
    }

    /** To end it by: what the process itself is ended by closes its streams too, and the last lines of its log would be lost. */
    private ProcessHandle handle() {
        return inner().orElseGet(process::toHandle);
    }

    /** Where others can look into it. */
    Outside outside() {
        return plan.outside();
    }

    /** Whether the process still runs. */
    boolean isAlive() {
        return process.isAlive();
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

    /** Whether the kernel killed it because it wanted more memory than it may; known once it has gone. */
    boolean ranOutOfMemory() {
        return outOfMemory;
    }

    /** Kills it; does not wait. */
    void kill() {
        asked = true;
        // A wrapper ends when it has seen the end of the JVM.
        handle().destroyForcibly();
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
            if (!gone.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                handle().destroy();
                if (!gone.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
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
