package dev.adyton.enclave.runtime;

import dev.adyton.confinement.Inherited;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An enclave process's two pipes with its launcher. Not for the application, though what it could get from them is little: evidence of the
 * image that it belongs to, bound to something of its own choice.
 *
 * @param in what the launcher says
 * @param out what the launcher hears
 */
record LauncherStreams(InputStream in, OutputStream out) {
    /** What bubblewrap leaves in the environment: for the dynamic linker, which has read it, and the working directory. */
    private static final List<String> STARTERS_VARIABLES = List.of("LD_LIBRARY_PATH", "PWD");

    /**
     * Takes the pipes away from descriptors 0 and 1, where all code would look for them. Code in the same process that searches {@code /proc/self/fd}, where the system
     * offers it, still finds them.
     */
    static LauncherStreams take() throws IOException {
        var streams = Files.exists(Path.of("/proc/self/fd/0")) ? reopened() : inherited();
        // The JDK does not close these two descriptors, which something else would then get: it turns them to
        // /dev/null.
        new FileInputStream(FileDescriptor.in).close();
        new FileOutputStream(FileDescriptor.out).close();
        return streams;
    }

    private static LauncherStreams reopened() throws IOException {
        return new LauncherStreams(new FileInputStream("/proc/self/fd/0"), new FileOutputStream("/proc/self/fd/1"));
    }

    /** In namespaces of its own: that also means that the environment was not quite empty. */
    private static LauncherStreams inherited() throws IOException {
        Inherited.forgetVariables(STARTERS_VARIABLES);
        return new LauncherStreams(Inherited.input(0), Inherited.output(1));
    }
}
