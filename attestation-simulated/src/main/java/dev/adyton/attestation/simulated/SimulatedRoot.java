package dev.adyton.attestation.simulated;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.ChannelBinding;
import dev.adyton.attestation.EvidenceSource;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.InstantSource;

/**
 * The root key of a simulated platform, Ed25519. Whoever can read it can have anything vouched for: on a machine, every process of the same user and
 * whoever administers it. Thread-safe.
 */
public final class SimulatedRoot {
    /** {@link dev.adyton.attestation.Evidence#type()} of its evidence. */
    public static final String TYPE = "simulated";

    private final KeyPair pair;
    private final Bytes publicKey;
    private final Bytes fingerprint;

    private SimulatedRoot(KeyPair pair) {
        this.pair = pair;
        this.publicKey = Bytes.of(pair.getPublic().getEncoded());
        this.fingerprint = RootKey.fingerprint(publicKey);
    }

    /** A new one, held in memory only: nobody trusts it unless told to. */
    public static SimulatedRoot create() {
        return new SimulatedRoot(RootKey.generate());
    }

    /**
     * The one kept in a directory, in a file {@code root.pem}; made, with the directory and those above it, where there is none. Processes that do so at
     * the same time all get the same. Only the owner may enter the directory and read the key.
     *
     * @throws IOException when the directory or the key is a symbolic link, belongs to another user or may be read by one, when the file holds
     *     something else, or when it cannot be made; says what was found and wanted
     */
    public static SimulatedRoot in(Path directory) throws IOException {
        return new SimulatedRoot(new RootDirectory(directory.toAbsolutePath()).key());
    }

    /**
     * Where this user's root on this machine is kept: {@code adyton/simulated} in {@code $XDG_DATA_HOME} where that is an absolute path, otherwise in
     * {@code ~/.local/share} (XDG Base Directory Specification 0.8). Need not exist.
     */
    public static Path machineDirectory() {
        var data = System.getenv("XDG_DATA_HOME");
        // The specification: a relative path is to be ignored.
        var home = data != null && Path.of(data).isAbsolute()
                ? Path.of(data)
                : Path.of(System.getProperty("user.home"), ".local", "share");
        return home.resolve("adyton").resolve("simulated");
    }

    /** SHA-256 of the root's public key (SubjectPublicKeyInfo); 32 bytes. By it others trust this root. */
    public Bytes fingerprint() {
        return fingerprint;
    }

    /**
     * A source whose evidence this root signs; never fails.
     *
     * @param clock tells when evidence is issued
     */
    public EvidenceSource source(InstantSource clock) {
        return new Source(clock);
    }

    private Bytes evidence(Bytes reportData, InstantSource clock) {
        if (reportData.size() != ChannelBinding.BINDER_BYTES) {
            throw new IllegalArgumentException(
                    "report data: found " + reportData.size() + " bytes, wanted " + ChannelBinding.BINDER_BYTES);
        }
        var now = clock.instant();
        var signature = RootKey.sign(pair, SimulatedEvidence.toBeSigned(now, reportData, publicKey));
        return new SimulatedEvidence(now, reportData, publicKey, signature).encode();
    }

    /** The fingerprint; never the key. */
    @Override
    public String toString() {
        return "simulated root " + fingerprint;
    }

    private final class Source implements EvidenceSource {
        private final InstantSource clock;

        private Source(InstantSource clock) {
            this.clock = clock;
        }

        @Override
        public String type() {
            return TYPE;
        }

        @Override
        public Bytes evidence(Bytes reportData) {
            return SimulatedRoot.this.evidence(reportData, clock);
        }
    }
}
