package dev.adyton.host.remote;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.adyton.protocol.AttachReply;
import dev.adyton.protocol.AttachRequest;
import dev.adyton.protocol.ProvisionGrpc;
import dev.adyton.records.Records;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of an Attach stream: records to and from one enclave. A record leaves on the thread that wakes this when the stream takes it,
 * and arrives on the connection's own thread, so a call pays for no hand-over here. Thread-safe.
 */
final class RemoteEnclaveProxyClient implements Records {
    /** Records that the server may send before the first has been taken. */
    private static final int AHEAD = 8;

    /** Outbound bytes that gRPC may hold before the endpoint is no longer asked for more. */
    private static final int OUTBOUND_BYTES = 4 * MAX_RECORD_BYTES;

    private final ProvisionServerAddress server;
    private final ClientCall<AttachRequest, AttachReply> call;
    private final CompletableFuture<Status> streamEnd = new CompletableFuture<>();
    private final CompletableFuture<Status> attached = new CompletableFuture<>();
    private final AtomicReference<@Nullable Bound> bound = new AtomicReference<>();
    private final AtomicReference<@Nullable Status> closing = new AtomicReference<>();
    // How often the drain was asked for since it began; whoever counts up from zero drains.
    private final AtomicInteger asked = new AtomicInteger();
    private boolean halfClosed;
    private volatile boolean brokenOff;

    private record Bound(Endpoint endpoint, InboundGate gate) {}

    /** Opens the stream to this enclave; {@link #awaitAttached} tells how that went. */
    RemoteEnclaveProxyClient(Channel channel, ProvisionServerAddress server, ByteString enclaveId) {
        this.server = server;
        // Nothing on the way of a record blocks, so the connection's thread may call it.
        var options = CallOptions.DEFAULT.withExecutor(Runnable::run).withOnReadyThreshold(OUTBOUND_BYTES);
        call = channel.newCall(ProvisionGrpc.getAttachMethod(), options);
        call.start(new Listener(), new Metadata());
        call.request(1);
        call.sendMessage(AttachRequest.newBuilder().setEnclaveId(enclaveId).build());
    }

    /** Waits until the server says that the enclave is attached, or why not. */
    void awaitAttached(Duration atMost) throws InterruptedException {
        Status status;
        try {
            status = attached.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            status = Status.DEADLINE_EXCEEDED.withDescription("provision server " + server
                    + ": found no answer to attach, wanted one within " + atMost.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw new AssertionError("never completed exceptionally", e);
        }
        if (!status.isOk()) {
            throw status.asRuntimeException();
        }
    }

    @Override
    public void start(Endpoint endpoint) {
        if (!bound.compareAndSet(null, new Bound(endpoint, new InboundGate(endpoint)))) {
            throw new IllegalStateException("records: found an endpoint bound already, wanted none");
        }
        call.request(AHEAD);
        // The stream may have ended before there was anyone to tell.
        streamEnd.thenAccept(this::tellEnd).isDone();
        wake();
    }

    @Override
    public void wake() {
        if (asked.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            drain();
            seen = asked.addAndGet(-seen);
        } while (seen != 0);
    }

    private void drain() {
        var to = bound.get();
        if (to == null || halfClosed) {
            return;
        }
        var reason = closing.get();
        while (reason == null && call.isReady()) {
            var record = to.endpoint().next();
            if (record == null) {
                break;
            }
            // gRPC copies it into its own buffers before sendMessage returns, and it is ours.
            var request = AttachRequest.newBuilder()
                    .setRecord(UnsafeByteOperations.unsafeWrap(record))
                    .build();
            unlessBrokenOff(() -> call.sendMessage(request));
            reason = closing.get();
        }
        if (reason != null) {
            halfClosed = true;
            unlessBrokenOff(call::halfClose);
            to.gate().closed(reason);
        }
    }

    /** A call that another thread has cancelled takes nothing more, and says so with an exception; its end is told by its listener. */
    private void unlessBrokenOff(Runnable send) {
        try {
            send.run();
        } catch (IllegalStateException cancelled) {
            if (!brokenOff) {
                throw cancelled;
            }
        }
    }

    @Override
    public void close(Status reason) {
        if (closing.compareAndSet(null, reason)) {
            wake();
        }
    }

    /**
     * Waits until the stream has ended, which the server does once the enclave is gone; breaks it off when that takes longer or
     * the thread is interrupted, which it stays.
     *
     * @return whether it ended in time
     */
    boolean awaitEnd(Duration atMost) {
        try {
            streamEnd.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            breakOff("the server did not end the stream within " + atMost.toMillis() + " ms");
        } catch (InterruptedException e) {
            breakOff("interrupted");
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new AssertionError("never completed exceptionally", e);
        }
        return false;
    }

    /** Ends the stream now; what is on its way may be lost. */
    void breakOff(String why) {
        brokenOff = true;
        call.cancel(why, null);
    }

    private void tellEnd(Status status) {
        var to = bound.get();
        if (to != null) {
            to.gate().closed(status);
        }
    }

    private final class Listener extends ClientCall.Listener<AttachReply> {
        @Override
        public void onMessage(AttachReply message) {
            var record = message.getRecord();
            var to = bound.get();
            if (to == null) {
                first(record);
            } else if (record.isEmpty() || record.size() > MAX_RECORD_BYTES) {
                breakOff("found a record of " + record.size() + " bytes, wanted 1 to " + MAX_RECORD_BYTES);
            } else {
                to.gate().received(record.asReadOnlyByteBuffer());
                call.request(1);
            }
        }

        private void first(ByteString record) {
            if (!record.isEmpty() || !attached.complete(Status.OK)) {
                breakOff("found a record of " + record.size() + " bytes, wanted one empty reply first");
            }
        }

        @Override
        public void onReady() {
            wake();
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            var end = status.isOk() ? status : Links.explain(status, server);
            attached.complete(
                    end.isOk()
                            ? Status.UNAVAILABLE.withDescription("provision server " + server
                                    + ": found the end of the stream, wanted to be attached")
                            : end);
            streamEnd.complete(end);
            tellEnd(end);
        }
    }
}
