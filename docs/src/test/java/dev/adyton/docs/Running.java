package dev.adyton.docs;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process whose output is read as it comes. Thread-safe. */
final class Running {
    private static final Duration BOUND = Duration.ofSeconds(90);

    private final Process process;
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder err = new StringBuilder();
    private final Thread outReader;
    private final Thread errReader;

    private Running(Process process) {
        this.process = process;
        outReader = Thread.startVirtualThread(() -> read(process.getInputStream(), out));
        errReader = Thread.startVirtualThread(() -> read(process.getErrorStream(), err));
    }

    static Running start(ProcessBuilder builder) throws IOException {
        return new Running(builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start());
    }

    private void read(InputStream stream, StringBuilder into) {
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (this) {
                    into.append(line).append('\n');
                    notifyAll();
                }
            }
        } catch (IOException e) {
            // A killed process breaks its pipes; what it said until then is what there is.
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Waits until what it has written to standard output fits. */
    String awaitOut(Predicate<String> fits) throws InterruptedException {
        return awaitText(out, fits);
    }

    /** Waits until what it has written to standard error fits. */
    String awaitErr(Predicate<String> fits) throws InterruptedException {
        return awaitText(err, fits);
    }

    private synchronized String awaitText(StringBuilder text, Predicate<String> fits) throws InterruptedException {
        var end = System.nanoTime() + BOUND.toNanos();
        while (!fits.test(text.toString())) {
            var left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0 || !(process.isAlive() || outReader.isAlive() || errReader.isAlive())) {
                throw new AssertionError("waited in vain; out:\n" + out + "err:\n" + err);
            }
            wait(Math.min(left, 200));
        }
        return text.toString();
    }

    /** Waits for its end. */
    Done await() throws InterruptedException {
        if (!process.waitFor(BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running after " + BOUND + "; out:\n" + out + "err:\n" + err);
        }
        outReader.join();
        errReader.join();
        synchronized (this) {
            return new Done(process.exitValue(), out.toString(), err.toString());
        }
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** The process. */
    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Ends it and all that it started, whatever they do, and waits; an interrupt ends the wait. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        try {
            process.destroyForcibly().waitFor();
            outReader.join();
            errReader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
