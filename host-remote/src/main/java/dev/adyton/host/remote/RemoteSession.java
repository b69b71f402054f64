package dev.adyton.host.remote;

import static java.lang.System.Logger.Level.WARNING;

import dev.adyton.attestation.appraise.AttestationResult;
import dev.adyton.host.api.spi.EnclaveSession;
import dev.adyton.host.channel.AttestedSession;
import dev.adyton.image.Measurement;
import io.grpc.Channel;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** An enclave on another machine and the way to it. */
final class RemoteSession implements EnclaveSession {
    /** The server asks the enclave's process, terminates it and kills it in less than this. */
    private static final Duration END = Duration.ofSeconds(20);

    private static final System.Logger LOG = System.getLogger(RemoteSession.class.getPackageName());

    private final String name;
    private final RemoteEnclaveProxyClient records;
    private final AttestedSession session;
    private final Runnable closed;

    /** @param closed called when this has been closed */
    RemoteSession(String name, RemoteEnclaveProxyClient records, AttestedSession session, Runnable closed) {
        this.name = name;
        this.records = records;
        this.session = session;
        this.closed = closed;
    }

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
        // Closes the records too, once its goodbye has left.
        session.close();
        if (!records.awaitEnd(END)) {
            // Not a failure of the caller's: the server ends the enclave of a broken link by itself.
            LOG.log(
                    WARNING,
                    "enclave {0}: the provision server did not confirm its end within {1} s",
                    name,
                    END.toSeconds());
        }
        closed.run();
    }
}
