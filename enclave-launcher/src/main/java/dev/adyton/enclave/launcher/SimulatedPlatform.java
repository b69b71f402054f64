package dev.adyton.enclave.launcher;

import dev.adyton.attestation.EvidenceSource;
import dev.adyton.attestation.simulated.RunningRoots;
import dev.adyton.attestation.simulated.SimulatedRoot;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The simulated platform of one launcher. Its root is looked for or made when it is first needed, and stays the same. Thread-safe. */
final class SimulatedPlatform implements AutoCloseable {
    private static final Logger LOG = System.getLogger(SimulatedPlatform.class.getPackageName());

    private final Path directory;
    private final boolean keepsKey;
    private @Nullable SimulatedRoot root;
    private Optional<RunningRoots.Publication> published = Optional.empty();
    private boolean closed;

    private SimulatedPlatform(Path directory, boolean keepsKey) {
        this.directory = directory;
        this.keepsKey = keepsKey;
    }

    /** With the root in the directory, which is made where there is none; where that cannot be used with a new one in memory, which the log tells. */
    static SimulatedPlatform in(Path directory) {
        return new SimulatedPlatform(directory, true);
    }

    /** With a new root in memory, whose fingerprint is published beside the directory's until this is closed. */
    static SimulatedPlatform inMemory(Path directory) {
        return new SimulatedPlatform(directory, false);
    }

    synchronized SimulatedRoot root() {
        var found = root;
        if (found == null) {
            found = keepsKey ? find() : make();
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
            warn(inMemory, e);
            return inMemory;
        }
    }

    private SimulatedRoot make() {
        var made = SimulatedRoot.create();
        if (!closed) {
            try {
                published = Optional.of(RunningRoots.beside(directory).publish(made));
            } catch (IOException e) {
                warn(made, e);
            }
        }
        return made;
    }

    private static void warn(SimulatedRoot root, IOException e) {
        LOG.log(
                Level.WARNING,
                "Evidence is signed by a simulated root in memory until this launcher ends, which nobody trusts unless told to, fingerprint {0}: {1}",
                root.fingerprint(),
                LogLine.clean(String.valueOf(e.getMessage())));
    }

    /** Takes back what was published; the root can still be used. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            if (published.isPresent()) {
                published.get().close();
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "A fingerprint cannot be removed: {0}", LogLine.clean(String.valueOf(e)));
        }
    }
}
