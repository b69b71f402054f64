package dev.adyton.host.api;

import dev.adyton.attestation.appraise.AttestationResult;
import dev.adyton.host.api.spi.EnclaveSession;
import dev.adyton.image.Measurement;
import io.grpc.Channel;
import io.grpc.Status;
import java.util.concurrent.CompletionStage;

/** A session whose close ends it and fails. */
record StubbornSession(EnclaveSession session) implements EnclaveSession {
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

    @Override
    public void close() {
        session.close();
        throw new IllegalStateException("close failed");
    }
}
