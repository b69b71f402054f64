package dev.adyton.relay;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.adyton.enclave.launcher.EnclaveExit;
import dev.adyton.protocol.AttachReply;
import dev.adyton.protocol.AttachRequest;
import dev.adyton.records.Records;
import dev.adyton.records.SocketRecords;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Moves records between one client's Attach stream and one enclave's record socket, as they are and in order. It looks into none of them
 * and keeps nothing: at most {@link #AHEAD} records are here on their way in, and one more than gRPC's buffer holds on their way out.
 * The slower side sets the pace of the other.
 *
 * <p>Each of its ends ends the other: the client's half-close lets the records before it pass, then ends the enclave; the end of the
 * enclave ends the stream with the reason.
 */
final class RemoteEnclaveProxyServer implements Records.Endpoint {
    /** Records that the client may send before the enclave has taken the first. */
    static final int AHEAD = 8;

    /** How long an enclave that has closed its socket may take to end by itself, so that its own reason is told. */
    private static final long LAST_WORDS_SECONDS = 5;

    private final HostedEnclave enclave;
    private final ServerCall<AttachRequest, AttachReply> call;
    private final SocketRecords records;
    private final Executor blocking;
    private final Queue<ByteString> inbound = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean socketClosing = new AtomicBoolean();
    private final Object sending = new Object();
    private @Nullable Status streamEnd;
    private volatile boolean halfClosed;

    RemoteEnclaveProxyServer(
            HostedEnclave enclave,
            ServerCall<AttachRequest, AttachReply> call,
            SocketRecords records,
            Executor blocking) {
        this.enclave = enclave;
        this.call = call;
        this.records = records;
        this.blocking = blocking;
    }

    /** Tells the client that it is attached and lets the records flow. Called once, before anything else. */
    void start() {
        synchronized (sending) {
            call.sendHeaders(new Metadata());
            call.sendMessage(AttachReply.getDefaultInstance());
        }
        records.start(this);
        call.request(AHEAD);
    }

    /** A record came from the client. */
    void fromClient(ByteString record) {
        inbound.add(record);
        records.wake();
    }

    /** The client will send no more: the enclave gets what is here, then its end. */
    void clientFinished() {
        halfClosed = true;
        records.wake();
        if (inbound.isEmpty()) {
            closeSocket(Status.OK);
        }
    }

    /** The client is gone. */
    void clientLost() {
        var gone = Status.CANCELLED.withDescription("its client is gone");
        synchronized (sending) {
            if (streamEnd == null) {
                streamEnd = gone;
            }
        }
        closeSocket(gone);
    }

    /** The client can take more. */
    void clientReady() {
        records.reading(true);
    }

    /** Ends both sides now, with this status for the client. */
    void shutdown(Status status) {
        endStream(status);
        closeSocket(status);
    }

    @Override
    public @Nullable ByteBuffer next() {
        var record = inbound.poll();
        if (record == null) {
            if (halfClosed) {
                closeSocket(Status.OK);
            }
            return null;
        }
        call.request(1);
        return record.asReadOnlyByteBuffer();
    }

    @Override
    public void received(ByteBuffer record) {
        synchronized (sending) {
            if (streamEnd != null) {
                return;
            }
            // The server copies the message into its own buffers before sendMessage returns, so the record need not be
            // copied here.
            call.sendMessage(AttachReply.newBuilder()
                    .setRecord(UnsafeByteOperations.unsafeWrap(record))
                    .build());
        }
        if (!call.isReady()) {
            records.reading(false);
            // It may have become ready, and told so, before reading was stopped; only this thread makes it unready
            // again.
            if (call.isReady()) {
                records.reading(true);
            }
        }
    }

    @Override
    public void closed(Status reason) {
        blocking.execute(this::endEnclave);
    }

    private void endEnclave() {
        var end = streamEnd();
        if (end != null) {
            enclave.end(String.valueOf(end.getDescription()));
        } else if (halfClosed) {
            enclave.end("its client closed it");
            endStream(Status.OK);
        } else {
            endStream(status(exit()));
        }
    }

    private EnclaveExit exit() {
        var ended = enclave.ended();
        try {
            return ended.copy().orTimeout(LAST_WORDS_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            enclave.end("it closed its records and did not end within " + LAST_WORDS_SECONDS + " s");
            return ended.join();
        }
    }

    private Status status(EnclaveExit exit) {
        return exit.exitCode() == 0
                ? Status.OK
                : Status.UNAVAILABLE.withDescription("enclave " + enclave.name() + " ended: " + exit.reason());
    }

    private @Nullable Status streamEnd() {
        synchronized (sending) {
            return streamEnd;
        }
    }

    private void endStream(Status status) {
        synchronized (sending) {
            if (streamEnd == null) {
                streamEnd = status;
                call.close(status, new Metadata());
            }
        }
    }

    private void closeSocket(Status reason) {
        // On a thread of its own: this is called from within records, whose locks are not known here.
        if (socketClosing.compareAndSet(false, true)) {
            blocking.execute(() -> records.close(reason));
        }
    }
}
