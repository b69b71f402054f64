package dev.adyton.host.remote;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A provision server in a child JVM. Its standard input is its life line: it ends when this process closes it, or is gone. What it writes
 * to standard error becomes log lines here.
 */
final class ServerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);
    private static final Duration ORDERLY_END = Duration.ofSeconds(30);
    private static final Duration TERMINATION = Duration.ofSeconds(5);
    private static final String READY = "READY ";
    private static final int LAST_LINES = 5;

    private static final System.Logger LOG = System.getLogger(ServerProcess.class.getPackageName());

    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final List<Thread> pumps;

    private ServerProcess(Process process) {
        this.process = process;
        pumps = List.of(
                pump("out", process.getInputStream(), this::said), pump("err", process.getErrorStream(), this::logged));
    }

    /** Starts it and waits until it serves; UNAVAILABLE or DEADLINE_EXCEEDED with its last words otherwise. */
    static ServerProcess start(List<String> command) {
        ServerProcess server;
        try {
            server = new ServerProcess(new ProcessBuilder(command).start());
        } catch (IOException e) {
            throw Status.UNAVAILABLE
                    .withDescription("cannot start a provision server with " + Path.of(command.getFirst()) + ": "
                            + e.getMessage())
                    .withCause(e)
                    .asRuntimeException();
        }
        try {
            server.awaitReady();
        } catch (StatusRuntimeException e) {
            server.close();
            throw e;
        }
        LOG.log(INFO, "provision server started (pid {0,number,#}, {1})", server.process.pid(), server.address());
        return server;
    }

    private void awaitReady() {
        try {
            port.get(START.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw Status.DEADLINE_EXCEEDED
                    .withDescription("local provision server: found nothing, wanted it ready within "
                            + START.toSeconds() + " s" + lastWords())
                    .asRuntimeException();
        } catch (ExecutionException e) {
            throw Status.UNAVAILABLE
                    .withDescription("local provision server ended before it was ready" + lastWords())
                    .withCause(e.getCause())
                    .asRuntimeException();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Status.CANCELLED
                    .withDescription("interrupted while the local provision server was being started")
                    .withCause(e)
                    .asRuntimeException();
        }
    }

    private String lastWords() {
        awaitPumps(Duration.ofMillis(500));
        synchronized (lastLines) {
            return lastLines.isEmpty() ? "" : ": " + String.join(" | ", lastLines);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    ProvisionServerAddress address() {
        return new ProvisionServerAddress("127.0.0.1", port.join());
    }

    private interface Lines {
        void line(String line);
    }

    private Thread pump(String name, InputStream stream, Lines to) {
        // Platform threads: reading a pipe would hold a virtual thread's carrier.
        return Thread.ofPlatform()
                .daemon()
                .name("adyton-provision-server-" + name)
                .start(() -> {
                    try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        lines.lines().forEach(to::line);
                    } catch (IOException | UncheckedIOException e) {
                        LOG.log(DEBUG, "lost the local provision server's output", e);
                    } finally {
                        port.completeExceptionally(new IOException("end of its standard " + name));
                    }
                });
    }

    private void said(String line) {
        if (line.startsWith(READY)) {
            port.complete(Integer.valueOf(line.substring(READY.length())));
        } else {
            logged(line);
        }
    }

    private void logged(String line) {
        synchronized (lastLines) {
            lastLines.addLast(line);
            if (lastLines.size() > LAST_LINES) {
                lastLines.removeFirst();
            }
        }
        LOG.log(INFO, "provision server: {0}", line);
    }

    /** Asks it to end, then terminates, then kills it; waits until it is gone. Interrupted: kills it at once. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(ORDERLY_END)) {
                process.destroy();
                process.waitFor(TERMINATION);
            }
        } catch (IOException e) {
            LOG.log(DEBUG, "the local provision server's life line was cut already", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        process.onExit().join();
        awaitPumps(TERMINATION);
    }

    private void awaitPumps(Duration atMost) {
        try {
            for (var pump : pumps) {
                pump.join(atMost);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
