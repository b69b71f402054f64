package dev.adyton.host.runtime;

import dev.adyton.communicator.Communicator;
import dev.adyton.host.api.spi.EnclaveSession;
import dev.adyton.image.Measurement;
import io.grpc.Channel;
import io.grpc.Status;
import java.util.concurrent.CompletionStage;

/**
 * A session with an enclave on this machine.
 *
 * @param place ends the place where the enclave runs and waits until it is gone; harmless a second time
 */
record RunningSession(Communicator communicator, Measurement measurement, Runnable place) implements EnclaveSession {
    @Override
    public Channel channel() {
        return communicator.channel();
    }

    @Override
    public CompletionStage<Status> ended() {
        return communicator.ending();
    }

    /** Says goodbye first, so that the enclave's side ends in order and not because its place is gone. */
    @Override
    public void close() {
        try {
            communicator.close();
        } finally {
            place.run();
        }
    }
}
