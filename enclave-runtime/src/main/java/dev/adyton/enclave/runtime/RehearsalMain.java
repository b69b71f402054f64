package dev.adyton.enclave.runtime;

import dev.adyton.protocol.EnclaveExitCode;
import io.grpc.StatusException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The main class of a process that goes through the life of an enclave once and ends, so that the JVM can record for its ahead-of-time cache what an
 * enclave process loads. Needs no image and no launcher; only a launcher starts it.
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
        Rehearsal.run(Path.of(arguments[0]), new LogLines(System.err));
    }
}
