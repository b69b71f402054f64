package dev.adyton.enclave.launcher;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A program with a launcher of its own and one real enclave that can remove no file, to be killed. Prints the enclave's process id and its socket. */
final class ConfinedLaunchingMain {
    private ConfinedLaunchingMain() {}

    /** Arguments: the directory for sockets, and the image. */
    static void main(String[] arguments) throws LaunchException, IOException {
        var launcher = new LocalLauncher(options(Path.of(arguments[0])));
        var enclave = launcher.launch("real", Path.of(arguments[1]));
        System.out.println(enclave.pid());
        System.out.println(enclave.recordSocket());
        while (System.in.read() >= 0) {
            // Lives until it is killed, or the test is.
        }
        launcher.close();
    }

    static LauncherOptions options(Path directory) {
        return LauncherOptions.defaults()
                .withDirectory(directory)
                .withSimulatedRoot(directory.resolve("root"))
                .withAotCache(Optional.empty())
                .withStrongest(Confinement.SECCOMP)
                .withRequired(Confinement.SECCOMP);
    }
}
