package dev.adyton.testkit.attack;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Code in a relay that goes for another process of its user, in every way that Linux has. */
@SuppressWarnings("restricted") // That is what it is for.
final class RelayIntruder {
    static final String GOT = "got";

    /** {@code linux/ptrace.h}. */
    private static final long PTRACE_SEIZE = 0x4206;

    private static final List<String> FILES = List.of("mem", "environ", "maps", "auxv", "io", "syscall");
    private static final List<String> LINKS = List.of("exe", "cwd", "root", "fd/0");
    private static final List<String> DIRECTORIES = List.of("fdinfo", "map_files");

    private final int process;
    private final List<String> attempts = new ArrayList<>();

    private RelayIntruder(int process) {
        this.process = process;
    }

    /** A line for each attempt: its name, a colon, and {@link #GOT} or why not. */
    static List<String> attack(int process) throws Throwable {
        var intruder = new RelayIntruder(process);
        for (var name : FILES) {
            intruder.look(name, file -> read(file, name.equals("mem") ? intruder.stack() : 0));
        }
        for (var name : LINKS) {
            intruder.look(name, Files::readSymbolicLink);
        }
        for (var name : DIRECTORIES) {
            intruder.look(name, RelayIntruder::list);
        }
        intruder.systemCalls();
        return intruder.attempts;
    }

    private interface Look {
        void at(Path file) throws IOException;
    }

    private void look(String name, Look look) {
        try {
            look.at(Path.of("/proc", Integer.toString(process), name));
            attempts.add(name + ": " + GOT);
        } catch (IOException | UncheckedIOException refused) {
            attempts.add(name + ": " + refused.getMessage());
        }
    }

    private static void read(Path file, long at) throws IOException {
        try (var in = new FileInputStream(file.toFile())) {
            in.getChannel().position(at);
            if (in.read() < 0 && at != 0) {
                throw new IOException("nothing at " + at);
            }
        }
    }

    private static void list(Path directory) throws IOException {
        try (var all = Files.list(directory)) {
            if (all.count() == 0) {
                throw new IOException("nothing in it");
            }
        }
    }

    /** An address with something at it, if that is told. */
    private long stack() throws IOException {
        var line = Files.readAllLines(Path.of("/proc", Integer.toString(process), "maps")).stream()
                .filter(range -> range.contains("[stack]") || range.contains(" rw-p "))
                .findFirst()
                .orElseThrow(() -> new IOException("no memory is told"));
        return Long.parseUnsignedLong(line.substring(0, line.indexOf('-')), 16);
    }

    private void systemCalls() throws Throwable {
        long address;
        try {
            address = stack();
        } catch (IOException e) {
            // Any will do: permission is checked first.
            address = 1 << 20;
        }
        try (var arena = Arena.ofConfined()) {
            var here = arena.allocate(16, 8);
            here.set(ValueLayout.ADDRESS, 0, arena.allocate(8));
            here.set(ValueLayout.JAVA_LONG, 8, 8);
            var there = arena.allocate(16, 8);
            there.set(ValueLayout.JAVA_LONG, 0, address);
            there.set(ValueLayout.JAVA_LONG, 8, 8);
            // Numbers of x86-64 and aarch64 differ, so by the C library's names.
            tell("process_vm_readv", call("process_vm_readv", process, here.address(), 1, there.address(), 1, 0));
        }
        long handle = call("pidfd_open", process, 0, 0, 0, 0, 0);
        tell("pidfd_getfd", handle < 0 ? handle : call("pidfd_getfd", handle, 2, 0, 0, 0, 0));
        // The last one: it can stop the other process.
        tell("ptrace", call("ptrace", PTRACE_SEIZE, process, 0, 0, 0, 0));
    }

    private void tell(String name, long result) {
        attempts.add(name + ": " + (result < 0 ? "errno " + -result : GOT));
    }

    /** The result, or the negative error number. */
    private static long call(String name, long a, long b, long c, long d, long e, long f) throws Throwable {
        var linker = Linker.nativeLinker();
        var number = ValueLayout.JAVA_LONG;
        MemoryLayout state = Linker.Option.captureStateLayout();
        var handle = linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(number, number, number, number, number, number, number),
                Linker.Option.captureCallState("errno"));
        try (var arena = Arena.ofConfined()) {
            var errno = arena.allocate(state);
            // Some of them answer an int, whose upper half may be anything.
            int result = (int) (long) handle.invoke(errno, a, b, c, d, e, f);
            return result == -1 ? -errno.get(ValueLayout.JAVA_INT, 0) : result;
        }
    }
}
