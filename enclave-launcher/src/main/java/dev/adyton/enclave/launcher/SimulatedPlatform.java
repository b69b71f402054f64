package dev.adyton.enclave.launcher;

import dev.adyton.attestation.EvidenceSource;
import dev.adyton.attestation.simulated.SimulatedRoot;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The simulated platform of one launcher. Its root is looked for when it is first needed, and stays the same. Thread-safe. */
final class SimulatedPlatform {
    private static final Logger LOG = System.getLogger(SimulatedPlatform.class.getPackageName());

    private final Path directory;
    private @Nullable SimulatedRoot root;

    /** @param directory of the root's key, which is made where there is none */
    SimulatedPlatform(Path directory) {
        this.directory = directory;
    }

    /** The root in the directory; where that cannot be used a new one in memory, which the log tells. */
    synchronized SimulatedRoot root() {
        var found = root;
        if (found == null) {
            found = find();
            root = found;
        }
        return found;
    }

    EvidenceSource source() {
        return root().source(InstantSource.system());
    }

    private SimulatedRoot find() {
        try {
            return SimulatedRoot.in(directory);
        } catch (IOException e) {
            var inMemory = SimulatedRoot.create();
            LOG.log(
                    Level.WARNING,
                    "Evidence is signed by a simulated root in memory until this launcher ends, fingerprint {0}: {1}",
                    inMemory.fingerprint(),
                    LogLine.clean(String.valueOf(e.getMessage())));
            return inMemory;
        }
    }
}
