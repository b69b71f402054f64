package dev.adyton.host.remote;

import static java.lang.System.Logger.Level.WARNING;

import dev.adyton.communicator.Communicator;
import dev.adyton.host.api.spi.EnclaveSession;
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
    private final Measurement measurement;
    private final RemoteEnclaveProxyClient records;
    private final Communicator communicator;
    private final Runnable closed;

    /** @param closed called when this has been closed */
    RemoteSession(
            String name,
            Measurement measurement,
            RemoteEnclaveProxyClient records,
            Communicator communicator,
            Runnable closed) {
        this.name = name;
        this.measurement = measurement;
        this.records = records;
        this.communicator = communicator;
        this.closed = closed;
    }

    @Override
    public Channel channel() {
        return communicator.channel();
    }

    @Override
    public Measurement measurement() {
        return measurement;
    }

    @Override
    public CompletionStage<Status> ended() {
        return communicator.ending();
    }

    @Override
    public void close() {
        // Closes the records too, once its goodbye has left.
        communicator.close();
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
