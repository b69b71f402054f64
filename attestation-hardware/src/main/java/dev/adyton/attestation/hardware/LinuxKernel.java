package dev.adyton.attestation.hardware;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/** Linux, by the functions of its C library. These are looked up when the first of them is called, so not on machines that have nothing to call. */
final class LinuxKernel implements Kernel {
    /** {@code O_CLOEXEC}: enclave processes must not inherit a way to evidence. */
    private static final int CLOSE_ON_EXEC = 0x80000;

    private static final int DIRECTORY_MODE = 0700;

    /** The functions, each with {@code errno} as it left it. */
    @SuppressWarnings("restricted")
    private static final class Functions {
        private static final Linker LINKER = Linker.nativeLinker();

        static final VarHandle ERRNO = Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));
        static final MethodHandle OPEN =
                function("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), Linker.Option.firstVariadicArg(2));
        static final MethodHandle READ =
                function("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
        static final MethodHandle WRITE =
                function("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
        static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        static final MethodHandle MKDIR = function("mkdir", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
        static final MethodHandle RMDIR = function("rmdir", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        static final MethodHandle IOCTL = function(
                "ioctl",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                Linker.Option.firstVariadicArg(2));

        private static MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
            var all = new Linker.Option[options.length + 1];
            all[0] = Linker.Option.captureCallState("errno");
            System.arraycopy(options, 0, all, 1, options.length);
            return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, all);
        }
    }

    /** One call of a function. */
    private interface Call {
        /** Returns what the function returned, which is negative when it failed. */
        long run(MemorySegment state, Arena arena) throws Throwable;
    }

    @Override
    public boolean exists(String path) {
        return Files.exists(Path.of(path));
    }

    @Override
    public int open(String path, Access access) throws KernelException {
        return (int) call("opening " + path, (state, arena) ->
                (int) Functions.OPEN.invokeExact(state, arena.allocateFrom(path), access.flag() | CLOSE_ON_EXEC));
    }

    @Override
    public byte[] read(int descriptor, int most) throws KernelException {
        try (var arena = Arena.ofConfined()) {
            var into = arena.allocate(most);
            var size = call("reading", (state, _) ->
                    (long) Functions.READ.invokeExact(state, descriptor, into, into.byteSize()));
            return into.asSlice(0, size).toArray(JAVA_BYTE);
        }
    }

    @Override
    public int write(int descriptor, byte[] octets) throws KernelException {
        return (int) call("writing", (state, arena) -> {
            var from = arena.allocateFrom(JAVA_BYTE, octets);
            return (long) Functions.WRITE.invokeExact(state, descriptor, from, from.byteSize());
        });
    }

    @Override
    public void close(int descriptor) throws KernelException {
        call("closing", (state, _) -> (int) Functions.CLOSE.invokeExact(state, descriptor));
    }

    @Override
    public void makeDirectory(String path) throws KernelException {
        call("making " + path, (state, arena) ->
                (int) Functions.MKDIR.invokeExact(state, arena.allocateFrom(path), DIRECTORY_MODE));
    }

    @Override
    public void removeDirectory(String path) throws KernelException {
        call("removing " + path, (state, arena) -> (int) Functions.RMDIR.invokeExact(state, arena.allocateFrom(path)));
    }

    @Override
    public void ioctl(int descriptor, long request, MemorySegment argument) throws KernelException {
        call("ioctl 0x" + Long.toHexString(request), (state, _) ->
                (int) Functions.IOCTL.invokeExact(state, descriptor, request, argument));
    }

    private static long call(String what, Call call) throws KernelException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Linker.Option.captureStateLayout());
            var result = call.run(state, arena);
            if (result < 0) {
                throw new KernelException(what, (int) Functions.ERRNO.get(state, 0L));
            }
            return result;
        } catch (KernelException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("functions of the C library throw nothing", e);
        }
    }
}
