package dev.adyton.enclave.launcher;

import java.nio.file.Path;

/**
 * A launcher in a process of its own, reached over a Unix socket in a directory for this user only. It ends, and all its enclaves
 * with it, when this is closed or this JVM ends in whatever way.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class LauncherProcess implements Launcher {
    private LauncherProcess() {}

    /**
     * Starts the process and waits until it serves.
     *
     * @throws LaunchException why it could not be started
     */
    public static LauncherProcess start(LauncherOptions options) throws LaunchException {
        throw new UnsupportedOperationException();
    }

    /** The launcher process's id. */
    public long pid() {
        throw new UnsupportedOperationException();
    }

    @Override
    public LaunchedEnclave launch(String name, Path imageFile) throws LaunchException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
