package dev.adyton.enclave.launcher;

import dev.adyton.enclave.launcher.LaunchException.Code;
import dev.adyton.protocol.ImageManifest;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the ahead-of-time cache of enclave processes: one process that rehearses an enclave's life and records what it loads, one that writes the cache of it. Both are started as enclave
 * processes are, with the least priority.
 */
final class EnclaveTraining implements AotCache.Training {
    /** Rehearses; in the enclave runtime. */
    private static final String MAIN = "dev.adyton.enclave.runtime/dev.adyton.enclave.runtime.RehearsalMain";

    private static final Logger LOG = System.getLogger(EnclaveTraining.class.getPackageName());
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LOG_LINES_PER_SECOND = 1000;
    private static final Path NICE = Path.of("/usr/bin/nice");

    /** Enough for the rehearsal; a cache fits JVMs with any heap that has compressed references. */
    private static final ImageManifest LIMITS = ImageManifest.newBuilder()
            .setMemoryLimitBytes(256L << 20)
            .setThreadLimit(64)
            .build();

    private final LauncherOptions options;
    private final Outside outside;
    private @Nullable ChildJvm running;
    private boolean closed;

    EnclaveTraining(LauncherOptions options, Outside outside) {
        this.options = options;
        this.outside = outside;
    }

    @Override
    public AotSubject subject() throws LaunchException {
        // All that a rehearsal is started with, but for the directory, which is another each time.
        var command = JvmCommand.enclave(options, MAIN, LIMITS, Path.of("."));
        return new AotSubject(options.javaHome(), command, options.enclaveClassPath());
    }

    @Override
    public Path run(Path directory) throws IOException, LaunchException {
        var configuration = directory.resolve("configuration");
        var cache = directory.resolve("cache");
        rehearse("-XX:AOTMode=record", "-XX:AOTConfiguration=" + configuration);
        rehearse("-XX:AOTMode=create", "-XX:AOTConfiguration=" + configuration, "-XX:AOTCache=" + cache);
        if (!Files.isRegularFile(cache)) {
            throw new IOException("the JVM ended in order but wrote no cache");
        }
        return cache;
    }

    private void rehearse(String... aot) throws LaunchException {
        var jvm = start(List.of(aot));
        int exitCode;
        try (var _ = Watchdog.after(PATIENCE, jvm::kill)) {
            exitCode = jvm.awaitExit();
        }
        if (exitCode != 0) {
            throw new LaunchException(
                    Code.INTERNAL,
                    "the JVM with " + aot[0] + " ended with exit code " + exitCode + "; it wrote: " + jvm.lastLines());
        }
    }

    private synchronized ChildJvm start(List<String> aot) throws LaunchException {
        if (closed) {
            throw new LaunchException(Code.UNAVAILABLE, "whoever wanted it is closed");
        }
        var directory = PrivateDirectory.in(options.directory());
        var command = new ArrayList<String>();
        try {
            command.addAll(JvmCommand.enclave(options, MAIN, LIMITS, directory.path()));
        } catch (LaunchException e) {
            directory.delete();
            throw e;
        }
        command.addAll(1, aot);
        command.add(directory.socket().toString());
        if (Files.isExecutable(NICE)) {
            command.addAll(0, List.of(NICE.toString(), "-n", "19"));
        }
        var limit = new RateLimit(LOG_LINES_PER_SECOND, LOG_LINES_PER_SECOND, System::nanoTime);
        running = ChildJvm.start(
                new ChildJvm.Plan(command, directory, false, ControlGroup.NONE, outside),
                limit,
                line -> LOG.log(Level.DEBUG, "ahead-of-time cache: {0}", line.text()));
        return running;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (running != null) {
            running.kill();
        }
    }
}
