package dev.adyton.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.adyton.testkit.vendors.SampleDirectory;
import java.nio.file.Path;

/** Real evidence, which lies beside the checkout of whoever has it; tests that want it are skipped where there is none. */
final class Samples {
    private Samples() {}

    static Path directory() {
        var found = SampleDirectory.find();
        assumeTrue(found.isPresent(), SampleDirectory.MISSING);
        return found.orElseThrow();
    }
}
