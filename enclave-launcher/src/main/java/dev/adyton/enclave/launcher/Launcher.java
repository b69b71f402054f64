package dev.adyton.enclave.launcher;

import dev.adyton.attestation.Bytes;
import java.nio.file.Path;

/** Starts enclave processes and owns them: they end when it is closed, or when its process ends in whatever way. Thread-safe. */
public interface Launcher extends AutoCloseable {
    /**
     * Starts an enclave process of the image and waits until it accepts its record connection. When it fails, nothing is left of
     * it.
     *
     * @param name what to call the enclave in messages; 1 to 128 characters of {@code [A-Za-z0-9._-]}, need not be unique
     * @param imageFile the image; it is read once, and what was read is measured and started
     * @throws LaunchException why it could not be started
     */
    LaunchedEnclave launch(String name, Path imageFile) throws LaunchException;

    /**
     * Fingerprint of the simulated platform's root that signs the evidence of this launcher's enclaves, 32 bytes; by it others can choose to trust that evidence.
     * May block while the root's key is read or made.
     */
    Bytes simulatedRoot();

    /** Ends all enclaves of this launcher, waits until their processes are gone, and starts no more. A second call does nothing. */
    @Override
    void close();
}
