package dev.adyton.testkit.attack;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program that goes for another process of its user. Prints a line for each attempt: its name, a colon and {@code got} or why not: an error number of
 * {@code errno.h} or an exception. Has nothing but the JDK.
 */
@SuppressWarnings("restricted")
final class OutsideAttacker {
    static final String GOT = "got";

    private static final long PTRACE_SEIZE = 0x4206;
    private static final List<String> FILES = List.of("mem", "environ", "maps", "auxv", "io", "syscall", "personality");
    private static final List<String> LINKS = List.of("exe", "cwd", "root", "ns/net");
    private static final List<String> DIRECTORIES = List.of("fd", "map_files", "fdinfo");

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemoryLayout ERRNO = Linker.Option.captureStateLayout();

    private final Path proc;
    private final int process;
    private final List<String> found = new ArrayList<>();

    private OutsideAttacker(int process) {
        this.process = process;
        this.proc = Path.of("/proc", Integer.toString(process));
    }

    /** @param arguments the id of the other process */
    static void main(String[] arguments) throws Throwable {
        var attacker = new OutsideAttacker(Integer.parseInt(arguments[0]));
        attacker.files();
        attacker.memory();
        attacker.descriptors();
        // The last one: it can stop the other process.
        attacker.trace();
        attacker.found.forEach(System.out::println);
    }

    private interface Look {
        void at(Path file) throws IOException;
    }

    private void look(String name, Look look) {
        try {
            look.at(proc.resolve(name));
            found.add(name + ": " + GOT);
        } catch (FileSystemException refused) {
            found.add(name + ": " + refused.getClass().getSimpleName());
        } catch (IOException refused) {
            var message = String.valueOf(refused.getMessage());
            found.add(name + ": " + message.substring(message.indexOf('(') + 1).replace(")", ""));
        }
    }

    private void files() {
        for (var name : FILES) {
            look(name, file -> {
                try (var in = new FileInputStream(file.toFile())) {
                    // What is at the beginning of an address space is not mapped; that it opens is enough.
                    if (!name.equals("mem")) {
                        in.read();
                    }
                }
            });
        }
        for (var name : LINKS) {
            look(name, Files::readSymbolicLink);
        }
        for (var name : DIRECTORIES) {
            look(name, directory -> {
                try (Stream<Path> all = Files.list(directory)) {
                    var _ = all.count();
                }
            });
        }
    }

    private void trace() throws Throwable {
        var ptrace = function(
                "ptrace", ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
        try (var arena = Arena.ofConfined()) {
            var errno = arena.allocate(ERRNO);
            tell("ptrace", (long) ptrace.invokeExact(errno, PTRACE_SEIZE, process, 0L, 0L), errno);
        }
    }

    private void memory() throws Throwable {
        var read = function(
                "process_vm_readv",
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG);
        try (var arena = Arena.ofConfined()) {
            var errno = arena.allocate(ERRNO);
            var here = arena.allocate(16, 8);
            here.set(ValueLayout.ADDRESS, 0, arena.allocate(8));
            here.set(ValueLayout.JAVA_LONG, 8, 8);
            var there = arena.allocate(16, 8);
            there.set(ValueLayout.JAVA_LONG, 0, mapped());
            there.set(ValueLayout.JAVA_LONG, 8, 8);
            tell("process_vm_readv", (long) read.invokeExact(errno, process, here, 1L, there, 1L, 0L), errno);
        }
    }

    /** An address that the other process can read, if that is told. */
    private long mapped() {
        try {
            var first = Files.readAllLines(proc.resolve("maps")).stream()
                    .filter(line -> line.contains(" r"))
                    .findFirst()
                    .orElseThrow();
            return Long.parseUnsignedLong(first.substring(0, first.indexOf('-')), 16);
        } catch (IOException refused) {
            return 1L << 20;
        }
    }

    private void descriptors() throws Throwable {
        var open = function("pidfd_open", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        var get = function("pidfd_getfd", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        try (var arena = Arena.ofConfined()) {
            var errno = arena.allocate(ERRNO);
            var handle = (long) open.invokeExact(errno, process, 0);
            // Standard error is open in every process.
            tell("pidfd_getfd", (long) get.invokeExact(errno, (int) handle, 2, 0), errno);
        }
    }

    /** All of them answer a number, -1 for an error; those that answer an int are read as one. */
    private static MethodHandle function(String name, MemoryLayout... parameters) {
        var address = LINKER.defaultLookup().find(name).orElseThrow();
        return LINKER.downcallHandle(
                address,
                FunctionDescriptor.of(ValueLayout.JAVA_LONG, parameters),
                Linker.Option.captureCallState("errno"));
    }

    private void tell(String name, long result, MemorySegment errno) {
        // An int of -1 may come with any upper half.
        found.add(name + ": " + ((int) result == -1 ? "errno " + errno.get(ValueLayout.JAVA_INT, 0) : GOT));
    }
}
