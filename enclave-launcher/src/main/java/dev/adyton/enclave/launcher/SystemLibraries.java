package dev.adyton.enclave.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of the operating system that a Java runtime needs: the dynamic linker and a few libraries. */
final class SystemLibraries {
    /** Where the linker is, which the program names by its full path: glibc's and musl's. */
    private static final List<String> LINKERS = List.of(
            "/lib64/ld-linux-x86-64.so.2",
            "/lib/ld-linux-aarch64.so.1",
            "/lib/ld-musl-x86_64.so.1",
            "/lib/ld-musl-aarch64.so.1");

    /** The first four are enough where the C++ runtime and zlib are in the JDK, as in most builds of it. */
    private static final List<String> NAMES = List.of(
            "libc.so.6",
            "libm.so.6",
            "libdl.so.2",
            "libpthread.so.0",
            "librt.so.1",
            "libz.so.1",
            "libstdc++.so.6",
            "libgcc_s.so.1");

    private static final List<Path> DIRECTORIES = Stream.of(
                    "/lib/x86_64-linux-gnu",
                    "/lib/aarch64-linux-gnu",
                    "/usr/lib/x86_64-linux-gnu",
                    "/usr/lib/aarch64-linux-gnu",
                    "/lib64",
                    "/usr/lib64",
                    "/lib",
                    "/usr/lib")
            .map(Path::of)
            .toList();

    private SystemLibraries() {}

    /** Those that this machine has, each where it was found first. */
    static List<Path> files() {
        var linkers = LINKERS.stream().map(Path::of).filter(Files::isRegularFile);
        var libraries = NAMES.stream()
                .flatMap(name -> DIRECTORIES.stream()
                        .map(directory -> directory.resolve(name))
                        .filter(Files::isRegularFile)
                        .limit(1));
        return Stream.concat(linkers, libraries).toList();
    }

    /** The directories of {@link #files()}, each once. */
    static List<Path> directories(List<Path> files) {
        return files.stream().map(Path::getParent).distinct().toList();
    }
}
