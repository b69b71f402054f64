package dev.adyton.confinement;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/** System calls of this process, through {@code syscall(2)} of the C library. Thread-safe. */
final class Linux {
    /** {@code linux/prctl.h}. */
    static final int PR_GET_DUMPABLE = 3;

    static final int PR_SET_DUMPABLE = 4;
    static final int PR_GET_SECCOMP = 21;
    static final int PR_SET_NO_NEW_PRIVS = 38;
    static final int PR_GET_NO_NEW_PRIVS = 39;

    private static final int ARGUMENTS = 5;
    private static final String ERRNO = "errno";
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_OF_STATE = STATE.varHandle(PathElement.groupElement(ERRNO));

    private final SystemCalls calls;
    private final MethodHandle syscall;

    /** Looks the C library up. Restricted: needs {@code --enable-native-access}. */
    @SuppressWarnings("restricted") // That is what this module is for.
    Linux(SystemCalls calls) {
        this.calls = calls;
        var linker = Linker.nativeLinker();
        var number = ValueLayout.JAVA_LONG;
        var arguments = new MemoryLayout[1 + ARGUMENTS];
        Arrays.fill(arguments, number);
        this.syscall = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(number, arguments),
                Linker.Option.captureCallState(ERRNO),
                Linker.Option.firstVariadicArg(1));
    }

    /**
     * Calls.
     *
     * @param name that this architecture has
     * @param arguments at most five; numbers and addresses alike
     * @return the result, or the negative error number
     */
    long call(String name, long... arguments) {
        var all = Arrays.copyOf(arguments, ARGUMENTS);
        long number = calls.number(name).orElseThrow();
        try (var arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = (long) syscall.invokeExact(state, number, all[0], all[1], all[2], all[3], all[4]);
            return result < 0 ? -(int) ERRNO_OF_STATE.get(state, 0L) : result;
        } catch (Throwable e) {
            throw new AssertionError("a downcall of longs throws nothing", e);
        }
    }
}
