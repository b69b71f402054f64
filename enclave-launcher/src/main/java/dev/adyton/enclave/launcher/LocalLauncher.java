package dev.adyton.enclave.launcher;

import dev.adyton.image.EnclaveImage;
import java.nio.file.Path;

/** A launcher inside this JVM: the enclave processes are its children. */
@SuppressWarnings("DoNotCallSuggester")
public final class LocalLauncher implements Launcher {
    /** A launcher with these options; starts nothing yet. */
    public LocalLauncher(LauncherOptions options) {}

    @Override
    public LaunchedEnclave launch(String name, Path imageFile) throws LaunchException {
        throw new UnsupportedOperationException();
    }

    /** As {@link #launch(String, Path)}, of an image that was read before. */
    public LaunchedEnclave launch(String name, EnclaveImage image) throws LaunchException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
