package dev.adyton.attestation.simulated;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** The root key of a simulated platform. (Skeleton.) Thread-safe. */
public final class SimulatedRoot {
    /** {@link dev.adyton.attestation.Evidence#type()} of its evidence. */
    public static final String TYPE = "simulated";

    private SimulatedRoot() {}

    /** A new one, held in memory only. */
    public static SimulatedRoot create() {
        throw new UnsupportedOperationException("create");
    }

    /**
     * The one kept in a directory; made, with the directory, where there is none. Only the owner may enter the directory and read the key; a directory or
     * key that others may read is refused.
     */
    public static SimulatedRoot in(Path directory) throws IOException {
        throw new UnsupportedOperationException("in");
    }

    /** Where this user's root on this machine is kept: {@code $XDG_DATA_HOME/adyton/simulated} or {@code ~/.local/share/adyton/simulated}. */
    public static Path machineDirectory() {
        throw new UnsupportedOperationException("machineDirectory");
    }

    /** SHA-256 of the root's public key (SubjectPublicKeyInfo); 32 bytes. By it others trust this root. */
    public Bytes fingerprint() {
        throw new UnsupportedOperationException("fingerprint");
    }

    /** A source whose evidence this root signs. */
    public EvidenceSource source(InstantSource clock) {
        throw new UnsupportedOperationException("source");
    }
}
