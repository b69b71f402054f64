package dev.adyton.host.remote;

import dev.adyton.image.EnclaveImage;
import io.grpc.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A provision server as a child of this process, started with the first enclave and again if it should have ended meanwhile. Thread-safe. */
final class LocalProvision implements RemoteProvision {
    private final List<String> arguments;
    private @Nullable ServerProcess process;
    private boolean finished;

    LocalProvision(List<String> arguments) {
        this.arguments = arguments;
    }

    @Override
    public synchronized ProvisionServerAddress provision(EnclaveImage image) {
        if (finished) {
            throw Status.FAILED_PRECONDITION
                    .withDescription("local provisioning: found it finished, wanted it open")
                    .asRuntimeException();
        }
        var running = process;
        if (running == null || !running.isAlive()) {
            running = ServerProcess.start(ServerCommand.command(arguments));
            process = running;
        }
        return running.address();
    }

    @Override
    public synchronized void finish() {
        finished = true;
        if (process != null) {
            process.close();
        }
    }
}
