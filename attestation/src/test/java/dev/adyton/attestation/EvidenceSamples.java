package dev.adyton.attestation;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.adyton.testkit.vendors.SampleDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Real evidence from public repositories, where there is some ({@link SampleDirectory}). Tests that want it are skipped where there is none.
 */
public final class EvidenceSamples {
    private EvidenceSamples() {}

    /** A sample's folder. */
    public record Sample(Path folder) {
        public Bytes bytes(String file) {
            return read(folder.resolve(file));
        }

        public boolean has(String file) {
            return Files.exists(folder.resolve(file));
        }

        @Override
        public String toString() {
            return folder.getFileName().toString();
        }
    }

    /** Every folder of a kind; at least one, or the test is skipped. */
    public static List<Sample> of(String kind) {
        try (Stream<Path> folders = Files.list(directory().resolve(kind))) {
            return folders.filter(folder -> Files.exists(folder.resolve("meta.json")))
                    .sorted()
                    .map(Sample::new)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** One folder, by its path among the samples; the test is skipped where there are none. */
    public static Sample folder(String path) {
        return new Sample(directory().resolve(path));
    }

    private static Path directory() {
        var found = SampleDirectory.find();
        assumeTrue(found.isPresent(), SampleDirectory.MISSING);
        return found.orElseThrow();
    }

    private static Bytes read(Path file) {
        try {
            return Bytes.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
