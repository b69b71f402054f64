package dev.adyton.enclave.launcher;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The ahead-of-time cache (JEP 483, 515) of the enclaves of one launcher: their classes as the JVM has them in memory, which every enclave JVM maps, read-only and shared. It is code of the
 * enclaves, so the launcher makes it itself, of the jars that it starts enclaves from, in a directory that nobody else may enter; no image takes part. Whatever is wrong with it, enclaves start
 * without. Thread-safe.
 */
final class AotCache implements AutoCloseable {
    private static final Logger LOG = System.getLogger(AotCache.class.getPackageName());

    private final Optional<AotDirectory> directory;
    private final Training training;
    private @Nullable Path file;
    private @Nullable String key;
    private @Nullable CompletableFuture<Void> making;
    private boolean lookedFor;
    private boolean closed;

    /**
     * Looks for nothing yet.
     *
     * @param directory where it is kept; absent: there is none
     * @param training says what it is for, and makes it
     */
    AotCache(Optional<AotDirectory> directory, Training training) {
        this.directory = directory;
        this.training = training;
    }

    /** The file for the next JVM, if there is one; reads all of it the first time. */
    synchronized Optional<Path> file() {
        if (!lookedFor) {
            lookedFor = true;
            lookFor();
        }
        return Optional.ofNullable(file).filter(Files::isRegularFile);
    }

    private void lookFor() {
        if (directory.isEmpty()) {
            return;
        }
        try {
            var subject = training.subject();
            if (subject.suitable()) {
                var found = subject.key();
                file = directory.get().find(found).orElse(null);
                key = found;
            }
        } catch (IOException | LaunchException e) {
            LOG.log(Level.WARNING, "Enclaves start without an ahead-of-time cache: {0}", e.getMessage());
        }
    }

    /** Has it made in the background where there is none; once in the life of a launcher. Call it when an enclave has started: the machine can do it then. */
    synchronized void makeIfMissing() {
        if (file().isPresent() || key == null || directory.isEmpty() || making != null || closed) {
            return;
        }
        var target = directory.get();
        var wanted = key;
        making = CompletableFuture.runAsync(() -> make(target, wanted), Thread::startVirtualThread);
    }

    private void make(AotDirectory target, String wanted) {
        try {
            if (!target.alone(wanted, work -> target.publish(wanted, training.run(work)))) {
                LOG.log(Level.INFO, "Another launcher is making the ahead-of-time cache {0}", wanted);
                return;
            }
            var made = target.find(wanted);
            synchronized (this) {
                file = made.orElse(null);
            }
            made.ifPresent(whole -> LOG.log(Level.INFO, "Made the ahead-of-time cache {0}", whole));
        } catch (IOException | LaunchException e) {
            // What is told to end is no failure.
            LOG.log(
                    isClosed() ? Level.DEBUG : Level.WARNING,
                    "No ahead-of-time cache could be made, enclaves start without: {0}",
                    e.getMessage());
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Ends what is being made and waits for its end; leaves what was made. */
    @Override
    public void close() {
        CompletableFuture<Void> running;
        synchronized (this) {
            closed = true;
            running = making;
        }
        training.close();
        if (running != null) {
            running.join();
        }
    }

    /** Makes caches. */
    interface Training extends AutoCloseable {
        /** What those that it makes are for. */
        AotSubject subject() throws LaunchException;

        /**
         * Makes one.
         *
         * @param directory for its files
         * @return the file, in that directory
         */
        Path run(Path directory) throws IOException, LaunchException;

        /** Ends what runs and lets nothing run from here on; does not wait. */
        @Override
        void close();
    }
}
