package dev.adyton.enclave.runtime;

import dev.adyton.protocol.EnclaveExitCode;
import io.grpc.StatusException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * The main class of a process that goes through the life of an enclave once and ends, so that the JVM can record for its ahead-of-time cache what an
 * enclave process loads. Needs no image; only a launcher starts it, and it ends with that.
 */
public final class RehearsalMain {
    private RehearsalMain() {}

    /**
     * Rehearses once.
     *
     * @param arguments one: path for a Unix socket, in a directory that only this user may enter
     * @throws IOException when it fails, and the process with it
     * @throws StatusException the same
     */
    public static void main(String[] arguments) throws IOException, StatusException {
        if (arguments.length != 1) {
            System.err.println("RehearsalMain: found " + arguments.length + " arguments, wanted the path of a socket");
            System.exit(EnclaveExitCode.ENCLAVE_EXIT_CODE_BOOT_REFUSED_VALUE);
        }
        Thread.ofPlatform().name("adyton-lifeline").daemon().start(RehearsalMain::endWithLauncher);
        Rehearsal.run(Path.of(arguments[0]), new LogLines(System.err));
    }

    /** Standard input has nothing to be read; it ends when the launcher is gone. */
    private static void endWithLauncher() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // As good as its end.
        }
        Runtime.getRuntime().halt(EnclaveExitCode.ENCLAVE_EXIT_CODE_LAUNCHER_GONE_VALUE);
    }
}
