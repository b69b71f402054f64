package dev.adyton.enclave.runtime;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * An enclave process's two pipes with its launcher. Not for the application, though what it could get from them is little: evidence of the
 * image that it belongs to, bound to something of its own choice.
 *
 * @param in what the launcher says
 * @param out what the launcher hears
 */
record LauncherStreams(InputStream in, OutputStream out) {
    /**
     * Takes the pipes away from descriptors 0 and 1, where all code would look for them. Where the system offers no {@code /proc} they stay there. Code in
     * the same process that searches {@code /proc/self/fd}, or reflects into the runtime, still finds them.
     */
    static LauncherStreams take() throws IOException {
        InputStream in;
        OutputStream out;
        try {
            in = new FileInputStream("/proc/self/fd/0");
            out = new FileOutputStream("/proc/self/fd/1");
        } catch (FileNotFoundException e) {
            return new LauncherStreams(
                    new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
        }
        // The JDK does not close these two descriptors, which something else would then get: it turns them to
        // /dev/null.
        new FileInputStream(FileDescriptor.in).close();
        new FileOutputStream(FileDescriptor.out).close();
        return new LauncherStreams(in, out);
    }
}
