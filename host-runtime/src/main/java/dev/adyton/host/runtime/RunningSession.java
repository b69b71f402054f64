package dev.adyton.host.runtime;

import dev.adyton.attestation.appraise.AttestationResult;
import dev.adyton.host.api.spi.EnclaveSession;
import dev.adyton.host.channel.AttestedSession;
import dev.adyton.image.Measurement;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CompletionStage;

/**
 * A session with an enclave on this machine.
 *
 * @param place ends the place where the enclave runs and waits until it is gone; harmless a second time
 */
record RunningSession(AttestedSession session, Runnable place) implements EnclaveSession {
    @Override
    public Channel channel() {
        return session.channel();
    }

    @Override
    public Measurement measurement() {
        return session.measurement();
    }

    @Override
    public AttestationResult attestation() {
        return session.attestation();
    }

    @Override
    public AttestationResult attest() {
        return session.attest();
    }

    @Override
    public CompletionStage<Status> ended() {
        return session.ended();
    }

    /** Says goodbye first, so that the enclave's side ends in order and not because its place is gone. */
    @Override
    public void close() {
        try {
            session.close();
        } finally {
            place.run();
        }
    }

    /** The status for a thread that was interrupted while the enclave was being loaded; the thread stays interrupted. */
    static StatusRuntimeException interrupted(String name, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return Status.CANCELLED
                .withDescription("interrupted while enclave " + name + " was being loaded")
                .withCause(cause)
                .asRuntimeException();
    }
}
