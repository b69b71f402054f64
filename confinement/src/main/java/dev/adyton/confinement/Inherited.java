package dev.adyton.confinement;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;

/**
 * What this process got from whoever started it, for a program that wants to keep it from code that runs later. Works without {@code /proc}. Needs native
 * access, and a machine where {@link SelfConfinement#support()} is available.
 */
public final class Inherited {
    private static final int BUFFER_BYTES = 64 << 10;

    private Inherited() {}

    /**
     * A stream that reads what this descriptor reads, through another one. The descriptor itself stays as it is, and may be closed.
     *
     * @throws IOException when there is no such descriptor, or there are too many
     */
    public static InputStream input(int descriptor) throws IOException {
        return new Input(new Duplicate(descriptor));
    }

    /**
     * A stream that writes to where this descriptor writes, through another one; nothing is buffered.
     *
     * @throws IOException when there is no such descriptor, or there are too many
     */
    public static OutputStream output(int descriptor) throws IOException {
        return new Output(new Duplicate(descriptor));
    }

    /**
     * Removes these from the environment. {@link System#getenv()} copies the environment when it is first called, so this has to come before.
     *
     * @throws IllegalArgumentException for a name that no variable can have
     */
    @SuppressWarnings("restricted") // That is what this module is for.
    public static void forgetVariables(List<String> names) {
        var linker = Linker.nativeLinker();
        var unsetenv = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("unsetenv"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        try (var arena = Arena.ofConfined()) {
            for (var name : names) {
                if ((int) unsetenv.invokeExact(arena.allocateFrom(name)) != 0) {
                    throw new IllegalArgumentException("found \"" + name + "\", wanted the name of a variable");
                }
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a downcall throws nothing that is checked", e);
        }
    }

    /** A second descriptor of the same file. One thread reads or writes at a time. */
    private static final class Duplicate {
        /** {@code errno.h}. */
        private static final int EINTR = 4;

        /** {@code asm-generic/ioctls.h}. */
        private static final int FIONREAD = 0x541B;

        private final Linux linux;
        private final MemorySegment buffer = Arena.ofAuto().allocate(BUFFER_BYTES);
        private final long descriptor;
        private boolean closed;

        Duplicate(int original) throws IOException {
            var architecture = Architecture.current()
                    .orElseThrow(() -> new IOException("descriptors can be duplicated on Linux on x86-64 or aarch64"));
            this.linux = new Linux(SystemCalls.of(architecture));
            this.descriptor = call("dup", original);
        }

        synchronized int read(byte[] bytes, int offset, int length) throws IOException {
            checkOpen();
            long count = call("read", descriptor, buffer.address(), Math.min(length, BUFFER_BYTES));
            MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, offset, (int) count);
            return (int) count;
        }

        /** How many bytes a pipe or a socket holds for the next read. */
        synchronized int available() throws IOException {
            checkOpen();
            try (var arena = Arena.ofConfined()) {
                var count = arena.allocate(ValueLayout.JAVA_INT);
                call("ioctl", descriptor, FIONREAD, count.address());
                return count.get(ValueLayout.JAVA_INT, 0);
            }
        }

        synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            for (int written = 0; written < length; ) {
                checkOpen();
                int part = Math.min(length - written, BUFFER_BYTES);
                MemorySegment.copy(bytes, offset + written, buffer, ValueLayout.JAVA_BYTE, 0, part);
                written += (int) call("write", descriptor, buffer.address(), part);
            }
        }

        synchronized void close() throws IOException {
            if (!closed) {
                closed = true;
                call("close", descriptor);
            }
        }

        private void checkOpen() throws IOException {
            if (closed) {
                throw new IOException("the stream is closed");
            }
        }

        private long call(String name, long... arguments) throws IOException {
            long result;
            do {
                result = linux.call(name, arguments);
            } while (result == -EINTR);
            if (result < 0) {
                throw new IOException(name + ": found error number " + -result + ", wanted success");
            }
            return result;
        }
    }

    private static final class Input extends InputStream {
        private final Duplicate duplicate;

        Input(Duplicate duplicate) {
            this.duplicate = duplicate;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            if (length == 0) {
                return 0;
            }
            int count = duplicate.read(bytes, offset, length);
            return count == 0 ? -1 : count;
        }

        @Override
        public int available() throws IOException {
            return duplicate.available();
        }

        @Override
        public void close() throws IOException {
            duplicate.close();
        }
    }

    private static final class Output extends OutputStream {
        private final Duplicate duplicate;

        Output(Duplicate duplicate) {
            this.duplicate = duplicate;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            duplicate.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            duplicate.close();
        }
    }
}
