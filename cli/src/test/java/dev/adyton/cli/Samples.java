package dev.adyton.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real evidence, which lies beside the checkout of whoever has it; tests that want it are skipped where there is none. */
final class Samples {
    private Samples() {}

    static Path directory() {
        var configured = System.getProperty("adyton.evidence.samples");
        if (configured != null) {
            return Path.of(configured);
        }
        for (var around = Path.of("").toAbsolutePath(); around != null; around = around.getParent()) {
            var samples = around.resolve("shared").resolve("evidence-samples");
            if (Files.isDirectory(samples)) {
                return samples;
            }
        }
        assumeTrue(false, "no shared/evidence-samples around this checkout, and no -Dadyton.evidence.samples");
        throw new AssertionError("unreachable");
    }
}
