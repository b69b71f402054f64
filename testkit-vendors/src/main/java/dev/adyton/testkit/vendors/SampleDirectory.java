package dev.adyton.testkit.vendors;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Real evidence from public repositories, which lies beside the checkout of whoever has it ({@code shared/evidence-samples} in a directory around it, or where the
 * system property {@code adyton.evidence.samples} says).
 */
public final class SampleDirectory {
    /** Why tests that want it are skipped where there is none. */
    public static final String MISSING =
            "no shared/evidence-samples around this checkout, and no -Dadyton.evidence.samples";

    private SampleDirectory() {}

    /** Where it is, if it is there. */
    public static Optional<Path> find() {
        var configured = System.getProperty("adyton.evidence.samples");
        if (configured != null) {
            return Optional.of(Path.of(configured));
        }
        for (var around = Path.of("").toAbsolutePath(); around != null; around = around.getParent()) {
            var samples = around.resolve("shared").resolve("evidence-samples");
            if (Files.isDirectory(samples)) {
                return Optional.of(samples);
            }
        }
        return Optional.empty();
    }
}
