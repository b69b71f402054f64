package dev.adyton.enclave.launcher;

import dev.adyton.enclave.launcher.LaunchException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The ahead-of-time cache with which the enclave processes of launchers with these options start faster: for one Java runtime and one set of jars, in the directory that the options name.
 * A launcher makes it by itself after its first launch, if it lives long enough; this makes it at another time, such as when a program is installed. Thread-safe.
 */
public final class StartCache implements AutoCloseable {
    private final LauncherOptions options;
    private final EnclaveTraining training;

    /** Looks for nothing yet. */
    public StartCache(LauncherOptions options) {
        this.options = options;
        this.training = new EnclaveTraining(options, Outside.SAME_THREAD);
    }

    /** What a launcher would find now. Reads all of a cache; one that is damaged is deleted. */
    public State state() {
        if (options.aotCache().isEmpty()) {
            return new State.Unavailable("the launcher's options turn it off");
        }
        var directory = new AotDirectory(options.aotCache().get());
        try {
            var subject = training.subject();
            if (!subject.suitable()) {
                return new State.Unavailable("the enclave runtime is in class folders, wanted jars alone");
            }
            var found = directory.find(subject.key());
            return found.isPresent()
                    ? new State.Present(found.get(), Files.size(found.get()))
                    : new State.Absent(directory.path());
        } catch (IOException | LaunchException e) {
            return new State.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Makes it where there is none and waits for it, some seconds.
     *
     * @throws LaunchException why there is none: FAILED_PRECONDITION when there cannot be one here, UNAVAILABLE when another process is making it or this was closed
     */
    public State.Present make() throws LaunchException {
        return switch (state()) {
            case State.Present present -> present;
            case State.Unavailable(var reason) -> throw none(Code.FAILED_PRECONDITION, reason, null);
            case State.Absent(var path) -> makeIn(new AotDirectory(path));
        };
    }

    private State.Present makeIn(AotDirectory directory) throws LaunchException {
        try {
            var key = training.subject().key();
            if (!directory.alone(key, work -> directory.publish(key, training.run(work)))) {
                throw new LaunchException(Code.UNAVAILABLE, "another process is making it in " + directory.path());
            }
            var made = directory.find(key).orElseThrow(() -> new IOException("it was made and is gone again"));
            return new State.Present(made, Files.size(made));
        } catch (LaunchException e) {
            throw none(e.code(), e.getMessage(), e);
        } catch (IOException e) {
            throw none(Code.FAILED_PRECONDITION, e.getMessage(), e);
        }
    }

    private static LaunchException none(Code code, @Nullable String reason, @Nullable Exception cause) {
        return new LaunchException(code, "There is no ahead-of-time cache: " + reason, cause);
    }

    /** Ends what is being made, and lets nothing be made from here on; does not wait. */
    @Override
    public void close() {
        training.close();
    }

    /** Whether there is one. */
    public sealed interface State {
        /**
         * There is, and it is whole.
         *
         * @param file the cache
         * @param sizeBytes how large it is
         */
        record Present(Path file, long sizeBytes) implements State {}

        /**
         * Not yet.
         *
         * @param directory where it will be
         */
        record Absent(Path directory) implements State {}

        /**
         * There can be none.
         *
         * @param reason what was found and wanted
         */
        record Unavailable(String reason) implements State {}
    }
}
