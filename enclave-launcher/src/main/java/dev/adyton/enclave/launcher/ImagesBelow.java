package dev.adyton.enclave.launcher;

import dev.adyton.attestation.Bytes;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A launcher that reads images in one directory only, and below it.
 *
 * @param directory an absolute path
 * @param launcher closed with this
 */
record ImagesBelow(Path directory, Launcher launcher) implements Launcher {
    @Override
    public LaunchedEnclave launch(String name, Path imageFile) throws LaunchException {
        if (!isBelow(imageFile)) {
            throw new LaunchException(
                    LaunchException.Code.INVALID_ARGUMENT,
                    "The launcher reads no image there: found " + imageFile + ", wanted a file below " + directory);
        }
        return launcher.launch(name, imageFile);
    }

    private boolean isBelow(Path file) {
        try {
            return file.toRealPath().startsWith(directory.toRealPath());
        } catch (IOException e) {
            // That it is not there the launch itself will say.
            return file.normalize().startsWith(directory.normalize());
        }
    }

    @Override
    public Bytes simulatedRoot() {
        return launcher.simulatedRoot();
    }

    @Override
    public void close() {
        launcher.close();
    }
}
