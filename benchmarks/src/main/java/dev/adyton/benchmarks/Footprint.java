package dev.adyton.benchmarks;

import dev.adyton.attestation.verify.EvidenceVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much a relying party that runs no enclave takes along: {@code adyton-attestation} and what it needs at run time. */
final class Footprint {
    /** What the project wants it to be at most. */
    private static final double WANTED_MEGABYTES = 3;

    private static final double BYTES_PER_MEGABYTE = 1e6;

    private Footprint() {}

    /** The peer is the limit itself, so that the ratio says how much of it is used. */
    static Row measure() throws IOException {
        return of(place(EvidenceVerifier.class));
    }

    /** Of the module in a jar, or in a directory of classes. */
    static Row of(Path module) throws IOException {
        var descriptor = ModuleFinder.of(module).findAll().iterator().next().descriptor();
        var system = ModuleFinder.ofSystem();
        for (var required : descriptor.requires()) {
            if (!required.modifiers().contains(Requires.Modifier.STATIC)
                    && system.find(required.name()).isEmpty()) {
                throw new IllegalStateException(descriptor.name() + ": found that it requires " + required.name()
                        + ", wanted nothing but the JDK, as only its own size is counted");
            }
        }
        var megabytes = bytes(module) / BYTES_PER_MEGABYTE;
        return new Row(
                "size",
                "attestation",
                1,
                megabytes,
                megabytes,
                "MB",
                0,
                0,
                (int) WANTED_MEGABYTES + " MB",
                megabytes / WANTED_MEGABYTES,
                1.0);
    }

    private static Path place(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("classes from a place that is no file", e);
        }
    }

    private static long bytes(Path module) throws IOException {
        try (var files = Files.walk(module)) {
            return files.filter(Files::isRegularFile).mapToLong(Footprint::size).sum();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
